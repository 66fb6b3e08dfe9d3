"""`mlspec up` as its users meet it, with a project that neither serves nor is watched."""

import socket

import pytest
from repository import Repository


@pytest.fixture
def compiled(repository: Repository) -> Repository:
    assert repository.mlspec("compile").status == 0
    return repository


def test_it_does_what_there_is_and_says_what_there_is_not(compiled: Repository) -> None:
    answer = compiled.process("up", "churn", "--as-of", "2013-07-01")
    assert answer.status == 0, answer.err
    assert "== run\n   [1/" in answer.out
    assert "churn: all done in " in answer.out
    assert "as of   2013-07-01 00:00 UTC" in answer.out
    assert "accuracy >= 0.5" in answer.out
    assert "no service: specs/churn/mlproject.yaml has no `deploy`\n" in answer.out
    assert "no monitor: specs/churn/mlproject.yaml has no `monitor`\n" in answer.out
    assert answer.out.endswith("all that was said is in .mlspec/up/churn\n")
    assert "[1/" in compiled.read(".mlspec/up/churn/run.log")


def test_the_status_of_a_part_that_fails_and_its_last_words(compiled: Repository) -> None:
    code = compiled.read("specs/churn/src/churn.py").replace('"accuracy": 1.0', '"accuracy": 0.4')
    compiled.write("specs/churn/src/churn.py", code)
    compiled.mlspec("compile")
    answer = compiled.process("up", "churn")
    assert answer.status == 3
    assert "   accuracy >= 0.5" in answer.out
    assert "error: run ended with exit status 3; all that it said is in " in answer.err
    assert "Traceback" not in answer.err


def test_nothing_compiled_yet(repository: Repository) -> None:
    answer = repository.mlspec("up", "churn")
    assert answer.status == 64
    assert "run `mlspec compile churn` first" in answer.err


def test_a_port_that_is_taken(compiled: Repository) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = compiled.mlspec("up", "churn", "--port", str(port))
    assert answer.status == 64
    assert f"something listens at port {port} already" in answer.err


@pytest.mark.parametrize("words", [("--as-of", "yesterday"), ("--rows", "0"), ("--port", "70000")])
def test_words_that_mean_nothing(compiled: Repository, words: tuple[str, ...]) -> None:
    assert compiled.mlspec("up", "churn", *words).status == 64
