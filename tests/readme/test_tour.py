"""README's commands do what it says, one after the other, in a repository of its own."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NAME = "flight-delay"
PORT = "3000"

# What a command may exit with where that is not 0: the monitor is shown a drifted month.
RESULTS = {"monitor": 3}


def tour() -> list[str]:
    """The lines of README's shell blocks, in order, but for those of make, which are tests of their own."""
    blocks = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "make "))]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "specs" / NAME, tmp_path / "specs" / NAME, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "mlspec.toml").touch()
    (tmp_path / ".gitignore").write_text(".mlspec/\n__pycache__/\n")
    for words in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "The flights"]):
        identity = ["-c", "user.name=tour", "-c", "user.email=tour@example.org"]
        subprocess.run(["git", *identity, *words], cwd=tmp_path, check=True)
    return tmp_path


def test_the_tour_from_its_start_to_its_end(root: Path) -> None:
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "PORT": port}
    lines = [at_port(line, port) for line in tour()]
    served = [line for line in lines if line.startswith("mlspec serve")]
    assert len(served) == 1
    at = lines.index(served[0])
    for line in lines[:at]:
        run(line, root, environment)
    with serving(served[0], root, environment, port):
        for line in lines[at + 1 :]:
            run(line, root, environment)


def at_port(line: str, port: str) -> str:
    """The line with a port that is free here."""
    here = f" --url http://127.0.0.1:{port}" if line.startswith("mlspec replay") else ""
    return line.replace(f":{PORT}", f":{port}") + here


def run(line: str, root: Path, environment: dict[str, str]) -> None:
    answer = subprocess.run(
        ["bash", "-c", line], cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=600
    )
    words = shlex.split(line, comments=True)
    expected = RESULTS.get(words[1], 0) if words[0] == "mlspec" else 0
    assert answer.returncode == expected, f"$ {line}\n{answer.stdout}\n{answer.stderr}"
    if words[0] == "curl":
        assert '"probability":' in answer.stdout, answer.stdout


@contextmanager
def serving(line: str, root: Path, environment: dict[str, str], port: str) -> Iterator[None]:
    """The service while the block runs."""
    log = root / "serve.log"
    with log.open("w") as file:
        process = subprocess.Popen(shlex.split(line), cwd=root, env=environment, stdout=file, stderr=file)
    try:
        deadline = time.monotonic() + 120
        while not is_ready(port):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.3)
        yield
    finally:
        process.terminate()
        process.wait(60)


def is_ready(port: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
