"""A repository to compile into, and processes that die on the way."""

import os
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from mlspec.output.drift import Drift, is_clean, plan_output
from mlspec.output.lock import Lock
from mlspec.output.writer import Written, write_output

LOCK = Lock("0.1.0", 1)
FOLDER = "generated/flight-delay"
CALLS = ("open", "write", "replace", "unlink", "mkdir", "rmdir", "fchmod", "close")


class Repository:
    """A folder, and compiles of one project into it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def plan(self, texts: Mapping[str, str], lock: Lock | None = LOCK, folder: str = FOLDER) -> Drift:
        return plan_output(str(self.root), folder, tuple(sorted(texts.items())), lock)

    def compile(
        self, texts: Mapping[str, str], force: bool = False, lock: Lock | None = LOCK, folder: str = FOLDER
    ) -> Written:
        return write_output(str(self.root), self.plan(texts, lock, folder), force)

    def is_clean(self, texts: Mapping[str, str]) -> bool:
        return is_clean(self.plan(texts))

    def state_of(self, texts: Mapping[str, str], path: str) -> str:
        return next(file.state.name for file in self.plan(texts).files if file.path == path)

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def read(self, path: str) -> str:
        return (self.root / path).read_text()

    def texts(self) -> dict[str, str]:
        """All files but those of `.mlspec`."""
        return {
            path.relative_to(self.root).as_posix(): path.read_text()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and ".mlspec" not in path.relative_to(self.root).parts
        }

    def generated(self) -> dict[str, str]:
        """All files but the lock and those of `.mlspec`."""
        return {path: text for path, text in self.texts().items() if not path.endswith("mlspec.lock")}

    def state(self) -> list[str]:
        """The files in `.mlspec` that tell of a compile under way."""
        return [
            path.relative_to(self.root).as_posix()
            for path in sorted((self.root / ".mlspec").rglob("*"))
            if path.is_file() and path.name not in (".gitignore", "compile.lock") and "overwritten" not in path.parts
        ]

    def killed(self, texts: Mapping[str, str], moment: int, after: bool, force: bool = False) -> bool:
        """Compile in a process that dies at its n-th call of the system, before it or after it; whether it died."""
        return _in_child(lambda: self.compile(texts, force), moment, after)


def _in_child(action: Callable[[], object], moment: int, after: bool) -> bool:
    child = os.fork()
    if not child:
        try:
            _die_at(moment, after)
            action()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 9)
    return os.waitstatus_to_exitcode(status) == 9


def _die_at(moment: int, after: bool) -> None:
    """Replace the calls that change the disk; a write is cut in half when the process dies after it."""
    count = 0

    def wrap(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def counted(*arguments: object, **options: object) -> object:
            nonlocal count
            count += 1
            if count == moment:
                if name == "write":
                    handle, data = arguments
                    arguments = (handle, data[: len(data) // 2])  # type: ignore[index]
                with suppress(OSError):
                    if after:
                        call(*arguments, **options)
                os._exit(9)
            return call(*arguments, **options)

        return counted

    for name in CALLS:
        setattr(os, name, wrap(name, getattr(os, name)))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)
