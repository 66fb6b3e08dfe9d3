"""What `make demo` does, in a repository of its own: the whole circle with real data and real servers."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
NAME = "flight-delay"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The repository after the demo, and what it said."""
    root = tmp_path_factory.mktemp("demo")
    shutil.copytree(ROOT / "specs" / NAME, root / "specs" / NAME, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "mlspec.toml").touch()
    said = ""
    for line in recipe():
        answer = mlspec(root, *line)
        assert answer.returncode == 0, answer.stdout + answer.stderr
        said = answer.stdout
    return root, said


def recipe() -> list[list[str]]:
    """The lines of the Makefile's target, without the program."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    target = re.search(r"^demo:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert target, "the Makefile has no target `demo`"
    lines = [shlex.split(line) for line in target[1].splitlines()]
    assert all(words[0] == "$(BIN)/mlspec" for words in lines)
    return [words[1:] for words in lines]


def surroundings() -> dict[str, str]:
    """Those of this process, but that bytecode is kept: each of the parts would compile every library again."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def mlspec(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "mlspec.cli.main", *arguments]
    return subprocess.run(
        command, cwd=root, env=surroundings(), capture_output=True, text=True, check=False, timeout=600
    )


def section(said: str, title: str) -> str:
    """What the summary says of a part."""
    found = re.search(rf"^{re.escape(title)}.*\n((?:  .*\n|\n(?=  ))*)", summary(said), re.MULTILINE)
    assert found, said
    return found[0]


def summary(said: str) -> str:
    return said[said.index(f"\n{NAME}: all done in") :]


def test_it_tells_of_rows_gates_and_version(demo: tuple[Path, str]) -> None:
    run = section(demo[1], "run")
    assert "128,543 trained on, 32,135 held out" in run
    assert re.search(r"roc_auc >= 0\.74 +roc_auc 0\.77\d* +pass", run)
    assert "flight-delay version 1, now staging and champion" in run


def test_the_service_answers_real_rows(demo: tuple[Path, str]) -> None:
    replay = section(demo[1], "replay 2013-04-01")
    assert "probability" in replay
    assert re.search(r"p50\D+[\d.]+ ?ms", replay)
    assert "p99" in replay


def test_march_is_stable_and_july_has_drifted(demo: tuple[Path, str]) -> None:
    assert "monitor 2013-04-01: stable" in summary(demo[1])
    july = section(demo[1], "monitor 2013-08-01: drift")
    for column in ("temp", "humid", "wind_speed"):
        assert column in july


def test_the_reports_are_where_it_says(demo: tuple[Path, str]) -> None:
    places = re.findall(r"\S+/report\.html", summary(demo[1]))
    assert len(set(places)) == 2
    assert all((demo[0] / place).stat().st_size > 100_000 for place in places)


def test_nothing_of_it_runs_any_more(demo: tuple[Path, str]) -> None:
    assert processes_of(demo[0]) == []


def test_stopped_in_the_middle_nothing_is_left(demo: tuple[Path, str]) -> None:
    command = [sys.executable, "-m", "mlspec.cli.main", "up", NAME, "--as-of", "2013-07-01", "--rows", "20000"]
    process = subprocess.Popen(
        command, cwd=demo[0], env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("== replay"):
            break
    else:
        pytest.fail("the rows were never sent")
    process.send_signal(signal.SIGTERM)
    process.stdout.read()
    assert process.wait(60) == 128 + signal.SIGTERM
    assert processes_of(demo[0]) == []


def processes_of(root: Path) -> list[str]:
    """The command lines of processes that were started for this repository, wherever they have moved to."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode() if folder.name.isdigit() else ""
        except OSError:
            continue
        if str(root) in words:
            found.append(words)
    return found
