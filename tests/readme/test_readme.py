"""README is true: every command in it exists, the quick ones run, and every link leads somewhere.

All of them run in order in test_tour.py, and what `make demo` does runs in tests/e2e/test_demo.py.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent

# Commands that only read, and so are run as they stand; of all others only the help is asked here.
READING = {"--version", "--help", "-h", "doctor", "explain", "show", "validate"}


def commands() -> list[str]:
    """Every line of README's shell blocks that is no comment."""
    blocks = re.findall(r"^```(?:sh|bash|shell|console)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    lines = [line.removeprefix("$ ").strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def run_mlspec(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    words = [str(BIN / "mlspec"), *arguments]
    return subprocess.run(words, cwd=ROOT, env=environment, text=True, capture_output=True, check=False)


def test_there_are_commands() -> None:
    assert {"make demo", "make test"} <= set(commands())


@pytest.mark.parametrize("command", commands())
def test_every_command_exists(command: str) -> None:
    program, *arguments = shlex.split(command, comments=True)
    if program == "make":
        assert {word for word in arguments if "=" not in word} <= make_targets()
    elif program.rpartition("/")[2] == "mlspec":
        reading = arguments[0] in READING or "--check" in arguments
        result = run_mlspec(*arguments) if reading else run_mlspec(arguments[0], "--help")
        assert result.returncode == 0, result.stdout + result.stderr
    else:
        assert program in {"curl"}, f"nothing tries `{command}`"


def test_every_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_folder_of_the_table_exists() -> None:
    folders = re.findall(r"^\| `([a-z]+/)` \|", README, re.MULTILINE)
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []
