"""Commands that only start what a project compiled to: they become it, and hand on every word, signal and status."""

import os
import signal
import subprocess
import sys
import time

import pytest
from repository import COMPILER, Repository

SLEEPER = """
import pathlib, signal, sys, time
def leave(number, frame):
    pathlib.Path("stopped").write_text(str(number))
    sys.exit(9)
signal.signal(signal.SIGTERM, leave)
signal.signal(signal.SIGINT, leave)
pathlib.Path("started").touch()
time.sleep(60)
"""


@pytest.fixture
def compiled(repository: Repository) -> Repository:
    assert repository.mlspec("compile").status == 0
    return repository


def test_run_starts_the_generated_command_line(compiled: Repository) -> None:
    answer = compiled.process("run", "churn")
    assert answer.status == 0, answer.err
    assert "accuracy >= 0.5" in answer.out
    assert "pass" in answer.out
    assert answer.err == ""


def test_from_any_folder_of_the_repository(compiled: Repository) -> None:
    assert "accuracy >= 0.5" in compiled.process("run", "churn", cwd="specs/churn/src").out


def test_what_follows_the_name_is_handed_on(compiled: Repository) -> None:
    assert "--as-of" in compiled.process("run", "churn", "--help").out
    assert "[2/" in compiled.process("run", "churn", "--", "--to", "train").out
    assert "Example:" in compiled.mlspec("run", "--help").out


def test_the_exit_status_is_handed_on(compiled: Repository) -> None:
    assert compiled.process("run", "churn", "--to", "nowhere").status == 2
    compiled.write("generated/churn/run.py", "raise SystemExit(3)")
    assert compiled.process("run", "churn").status == 3


def test_nothing_compiled_yet(repository: Repository) -> None:
    answer = repository.mlspec("run", "churn")
    assert answer.status == 64
    assert "generated/churn/run.py is not there: run `mlspec compile churn` first" in answer.err


def test_files_that_are_behind_are_told_in_one_line_and_started(compiled: Repository) -> None:
    compiled.write("specs/churn/mlproject.yaml", compiled.read("specs/churn/mlproject.yaml").replace("100", "200"))
    answer = compiled.process("run", "churn")
    assert answer.status == 0
    assert answer.err == (
        "warning: generated/churn is not what specs/churn/mlproject.yaml compiles to now: run `mlspec compile churn`\n"
    )


def test_an_unknown_name_names_the_nearest(compiled: Repository) -> None:
    answer = compiled.mlspec("run", "chrun")
    assert answer.status == 1
    assert "did you mean `churn`?" in answer.err


def test_a_spec_with_errors_starts_nothing(compiled: Repository) -> None:
    compiled.write("specs/churn/mlproject.yaml", compiled.read("specs/churn/mlproject.yaml") + "trian: {}\n")
    answer = compiled.process("run", "churn")
    assert (answer.status, answer.out) == (1, "")
    assert "unknown-field" in answer.err


@pytest.mark.parametrize(("command", "section"), [("serve", "deploy"), ("replay", "deploy"), ("monitor", "monitor")])
def test_a_project_without_the_part(compiled: Repository, command: str, section: str) -> None:
    answer = compiled.mlspec(command, "churn")
    assert answer.status == 64
    assert f"has nothing to start for `churn`: specs/churn/mlproject.yaml has no `{section}`" in answer.err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_reaches_what_was_started(compiled: Repository, number: signal.Signals) -> None:
    compiled.write("generated/churn/run.py", SLEEPER)
    process = subprocess.Popen(
        [sys.executable, "-m", "mlspec.cli.main", "run", "churn"],
        cwd=compiled.root,
        env={**os.environ, "PYTHONPATH": str(COMPILER)},
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not (compiled.root / "started").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(number)
    assert process.wait(30) == 9
    assert compiled.read("stopped") == str(int(number))
