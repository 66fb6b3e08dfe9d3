"""The files of a repository, from wherever they are read: the working tree, or texts held in memory.

Nobody below the driver opens the user's files in any other way. Paths are relative to the repository's root, with forward slashes.
"""

import os
import stat
from collections.abc import Iterator
from enum import Enum
from typing import Protocol


class EntryKind(Enum):
    """What stands at a path."""

    FILE = "file"
    FOLDER = "folder"
    MISSING = "missing"
    DANGLING = "dangling link"
    OUTSIDE = "link out of the repository"
    OTHER = "neither file nor folder"


class UnreadableError(Exception):
    """A file that stands there and cannot be read; the message says why, in plain words."""


class Tree(Protocol):
    """What the compiler may ask of a repository's files."""

    def kind(self, path: str) -> EntryKind:
        """What stands at the path; links are followed as long as they stay inside."""

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises UnreadableError."""

    def names(self, path: str) -> tuple[str, ...]:
        """The sorted names in a folder; empty where there is none."""

    def stamp(self, path: str) -> tuple[int, ...] | None:
        """Numbers that change when the file does, for a cache; None where the tree has none."""


class WorkingTree:
    """The checkout on disk."""

    def __init__(self, root: str) -> None:
        """Read below this folder."""
        self.root = os.path.realpath(root)

    def kind(self, path: str) -> EntryKind:
        """What stands at the path."""
        full = os.path.join(self.root, path)
        try:
            mode = os.stat(full).st_mode
        except FileNotFoundError:
            return EntryKind.DANGLING if os.path.islink(full) else EntryKind.MISSING
        except (OSError, ValueError):
            return EntryKind.MISSING
        if not self._inside(full):
            return EntryKind.OUTSIDE
        if stat.S_ISREG(mode):
            return EntryKind.FILE
        return EntryKind.FOLDER if stat.S_ISDIR(mode) else EntryKind.OTHER

    def read(self, path: str) -> bytes:
        """The bytes of a file inside the repository; raises UnreadableError."""
        full = os.path.join(self.root, path)
        if not self._inside(full):
            raise UnreadableError("it leads out of the repository")
        try:
            with open(full, "rb") as file:
                return file.read()
        except (OSError, ValueError) as error:
            raise UnreadableError(getattr(error, "strerror", None) or str(error)) from error

    def names(self, path: str) -> tuple[str, ...]:
        """The sorted names in a folder."""
        try:
            return tuple(sorted(os.listdir(os.path.join(self.root, path))))
        except (OSError, ValueError):
            return ()

    def stamp(self, path: str) -> tuple[int, ...] | None:
        """Device, inode, size and times of change."""
        try:
            found = os.stat(os.path.join(self.root, path))
        except (OSError, ValueError):
            return None
        return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)

    def _inside(self, full: str) -> bool:
        real = os.path.realpath(full)
        return real == self.root or real.startswith(self.root + os.sep)


class BufferTree:
    """Texts held in memory over another tree or over nothing: an editor's unsaved files, a test's case."""

    def __init__(self, files: dict[str, bytes], below: Tree | None = None) -> None:
        """Show these files; all other paths are those of the tree below."""
        self.files = files
        self.below = below

    def kind(self, path: str) -> EntryKind:
        """What stands at the path."""
        if path in self.files:
            return EntryKind.FILE
        if any(True for _ in self._below_folder(path)):
            return EntryKind.FOLDER
        return self.below.kind(path) if self.below else EntryKind.MISSING

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises UnreadableError."""
        if path in self.files:
            return self.files[path]
        if self.below is None:
            raise UnreadableError("no such file")
        return self.below.read(path)

    def names(self, path: str) -> tuple[str, ...]:
        """The sorted names in a folder, of both trees."""
        own = {rest.partition("/")[0] for rest in self._below_folder(path)}
        return tuple(sorted(own | set(self.below.names(path) if self.below else ())))

    def stamp(self, path: str) -> tuple[int, ...] | None:
        """Texts in memory have no stamp."""
        return None if path in self.files or self.below is None else self.below.stamp(path)

    def _below_folder(self, path: str) -> Iterator[str]:
        prefix = f"{path}/" if path not in ("", ".") else ""
        return (name.removeprefix(prefix) for name in self.files if name.startswith(prefix))
