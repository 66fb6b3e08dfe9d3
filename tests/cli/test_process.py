"""The command as a process of its own: what its surroundings may do to it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from repository import Repository

COMPILER = Path(__file__).parents[2] / "compiler"


def run(repository: Repository, *arguments: str, stdout: int = subprocess.PIPE, **variables: str) -> tuple[int, str]:
    answer = subprocess.run(
        [sys.executable, "-m", "mlspec.cli.main", *arguments],
        cwd=repository.root,
        env={**os.environ, "PYTHONPATH": str(COMPILER), **variables},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    return answer.returncode, answer.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only some systems have a disk that is always full")
def test_a_full_disk_behind_the_output_is_no_bug(repository: Repository) -> None:
    with open("/dev/full", "wb") as full:
        status, told = run(repository, "explain", stdout=full.fileno())
    assert (status, told) == (1, "error: what the command says cannot be written: no space left on device\n")


def test_without_docstrings_nothing_is_compiled(repository: Repository) -> None:
    status, told = run(repository, "compile", PYTHONOPTIMIZE="2")
    assert status == 64
    assert "without -OO" in told
    assert not (repository.root / "generated").exists()
