"""Two compiles at once: one writes after the other, and the files are those of one of them."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mlspec.output.drift import plan_output
from mlspec.output.exclusion import NAME, exclude_others
from mlspec.output.lock import Lock
from mlspec.output.writer import write_output

FOLDER = "generated/flight-delay"
ROUNDS = 40


def texts_of(name: str) -> dict[str, str]:
    shared = {f"{FOLDER}/{number}.py": f"{name} {number}\n" * 50 for number in range(6)}
    return shared | {f"{FOLDER}/{name}.py": f"only of {name}\n"}


def start(action: Callable[[], object]) -> int:
    child = os.fork()
    if not child:
        try:
            action()
        except BaseException as error:
            os.write(2, f"{error!r}\n".encode())
            os._exit(1)
        os._exit(0)
    return child


def end(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_the_files_are_those_of_one_of_them(repository: Any) -> None:
    def compile_often(name: str) -> None:
        for _ in range(ROUNDS):
            written = repository.compile(texts_of(name))
            assert (written.edited, written.unowned, written.kept_orphans, written.saved) == ((), (), (), ())

    children = [start(lambda name=name: compile_often(name)) for name in ("first", "second")]
    assert [end(child) for child in children] == [0, 0]
    assert repository.generated() in (texts_of("first"), texts_of("second"))
    assert repository.state() == []
    assert any(repository.is_clean(texts_of(name)) for name in ("first", "second"))


def test_compiles_that_are_killed_while_another_one_runs(repository: Any) -> None:
    for moment in range(1, 60, 3):
        other = start(lambda: repository.compile(texts_of("first")))
        repository.killed(texts_of("second"), moment, after=bool(moment % 2))
        assert end(other) == 0
        written = repository.compile(texts_of("third"))
        assert (written.edited, written.unowned, written.kept_orphans, written.saved) == ((), (), (), ())
        assert repository.generated() == texts_of("third")


def hold(root: Path, ready: int, release: int) -> None:
    with exclude_others(str(root)):
        os.write(ready, b"1")
        os.read(release, 1)


def test_the_second_one_says_that_it_waits(repository: Any) -> None:
    ready, release = os.pipe(), os.pipe()
    child = start(lambda: hold(repository.root, ready[1], release[0]))
    os.read(ready[0], 1)
    waits = []

    def on_wait() -> None:
        waits.append(time.monotonic())
        os.write(release[1], b"1")

    artifacts = tuple(texts_of("first").items())
    drift = plan_output(str(repository.root), FOLDER, artifacts, Lock("0.1.0", 1))
    try:
        write_output(str(repository.root), drift, on_wait=on_wait)
        assert len(waits) == 1
    finally:
        os.write(release[1], b"1")
        assert end(child) == 0
    assert repository.generated() == texts_of("first")


def test_what_another_one_wrote_meanwhile_is_seen(repository: Any) -> None:
    """A drift that was found before the other compile is looked at again."""
    artifacts = tuple(texts_of("first").items())
    drift = plan_output(str(repository.root), FOLDER, artifacts, Lock("0.1.0", 1))
    repository.compile(texts_of("second"))
    repository.write(f"{FOLDER}/1.py", "mine\n")
    written = write_output(str(repository.root), drift)
    assert written.edited == (f"{FOLDER}/1.py",)
    assert written.removed == (f"{FOLDER}/second.py",)


def test_a_process_that_was_killed_lets_go(repository: Any) -> None:
    ready, release = os.pipe(), os.pipe()
    child = start(lambda: hold(repository.root, ready[1], release[0]))
    os.read(ready[0], 1)
    os.kill(child, 9)
    assert end(child) == -9
    with exclude_others(str(repository.root), on_wait=pytest_fails):
        assert (repository.root / NAME).exists()


def pytest_fails() -> None:
    raise AssertionError("nobody holds it")


def test_a_file_system_without_locks_is_no_fault(repository: Any, monkeypatch: Any) -> None:
    import errno
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    repository.compile(texts_of("first"))
    assert repository.is_clean(texts_of("first"))


def test_a_clean_tree_needs_no_lock(repository: Any) -> None:
    repository.compile(texts_of("first"))
    (repository.root / NAME).unlink()
    repository.compile(texts_of("first"))
    assert not (repository.root / NAME).exists()
