"""The files of a repository, from wherever they are read: the working tree, or texts held in memory.

Nobody below the driver opens the user's files in any other way. Paths are relative to the repository's root, with
forward slashes.
"""

import errno
import os
import stat
from enum import Enum
from posixpath import normpath
from typing import Protocol

LONGEST_READ = 64 << 20  # no source, spec or pointer file is longer, and a model's weights are not read by mistake
_CHUNK = 1 << 16


class EntryKind(Enum):
    """What stands at a path."""

    FILE = "file"
    FOLDER = "folder"
    MISSING = "missing"
    DANGLING = "dangling link"
    OUTSIDE = "link out of the repository"
    UNREADABLE = "in a folder that may not be searched"
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
    """The checkout on disk, as it is while one command runs."""

    def __init__(self, root: str) -> None:
        """Read below this folder."""
        self.root = os.path.realpath(root)
        self._within = self.root.rstrip(os.sep) + os.sep
        self._inner_folders = {self.root}  # seen to lie inside, links followed

    def kind(self, path: str) -> EntryKind:
        """What stands at the path."""
        found = self._look(path)
        if isinstance(found, EntryKind):
            return found
        if stat.S_ISREG(found.st_mode):
            return EntryKind.FILE
        return EntryKind.FOLDER if stat.S_ISDIR(found.st_mode) else EntryKind.OTHER

    def read(self, path: str) -> bytes:
        """The bytes of a file inside the repository; raises UnreadableError, and never waits for a pipe or a device."""
        kind = self.kind(path)
        if kind is not EntryKind.FILE:
            raise UnreadableError(WHY_NOT[kind])
        try:
            return _read_file(os.path.join(self.root, path))
        except OSError as error:
            raise UnreadableError(_REASONS.get(error.errno or 0) or (error.strerror or str(error)).lower()) from error

    def names(self, path: str) -> tuple[str, ...]:
        """The sorted names in a folder."""
        found = self._look(path)
        if isinstance(found, EntryKind) or not stat.S_ISDIR(found.st_mode):
            return ()
        try:
            return tuple(sorted(os.listdir(os.path.join(self.root, path))))
        except OSError:
            return ()

    def stamp(self, path: str) -> tuple[int, ...] | None:
        """Device, inode, size and times of change."""
        found = self._look(path)
        if isinstance(found, EntryKind):
            return None
        return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)

    def _look(self, path: str) -> os.stat_result | EntryKind:
        """What the file system says of the path, or why it is not looked at."""
        full = os.path.join(self.root, path)
        try:
            found = os.lstat(full)
            if self._is_plainly_inside(full) and not stat.S_ISLNK(found.st_mode):
                return found
            found = os.stat(full)
            return found if self._is_inside(os.path.realpath(full)) else EntryKind.OUTSIDE
        except PermissionError:
            return EntryKind.UNREADABLE
        except FileNotFoundError:
            return EntryKind.DANGLING if os.path.islink(full) else EntryKind.MISSING
        except (OSError, ValueError) as error:
            return EntryKind.DANGLING if getattr(error, "errno", None) == errno.ELOOP else EntryKind.MISSING

    def _is_plainly_inside(self, full: str) -> bool:
        """Whether the folder of this path was seen to lie inside; following its links once is enough."""
        folder, _, name = full.rpartition(os.sep)
        return folder != "" and name not in ("", ".", "..") and self._is_inner_folder(folder)

    def _is_inner_folder(self, folder: str) -> bool:
        if folder not in self._inner_folders:
            # A plain folder in one that lies inside does too; only links have to be followed to their ends.
            plain = self._is_plainly_inside(folder) and not os.path.islink(folder)
            if not plain and not self._is_inside(os.path.realpath(folder)):
                return False
            self._inner_folders.add(folder)
        return True

    def _is_inside(self, real: str) -> bool:
        return real == self.root or real.startswith(self._within)


WHY_NOT = {
    EntryKind.FOLDER: "it is a folder",
    EntryKind.MISSING: "no such file",
    EntryKind.DANGLING: "it is a link to nothing",
    EntryKind.OUTSIDE: "it leads out of the repository",
    EntryKind.UNREADABLE: "its folder may not be searched",
    EntryKind.OTHER: "it is neither a file nor a folder",
}
_REASONS = {errno.EACCES: "permission denied", errno.EFBIG: f"it is longer than {LONGEST_READ >> 20} MiB"}


def _read_file(full: str) -> bytes:
    # Without O_NONBLOCK the open would hang if a pipe took the file's place since it was looked at.
    handle = os.open(full, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        size = os.fstat(handle).st_size
        chunks, length = list[bytes](), 0
        while size <= LONGEST_READ and length <= LONGEST_READ:
            chunk = os.read(handle, _CHUNK if chunks else size + 1)
            if not chunk:
                return b"".join(chunks)
            chunks.append(chunk)
            length += len(chunk)
        raise OSError(errno.EFBIG, "")
    finally:
        os.close(handle)


class BufferTree:
    """Texts held in memory over another tree or over nothing: an editor's unsaved files, a test's case."""

    def __init__(self, files: dict[str, bytes], below: Tree | None = None) -> None:
        """Show these files; all other paths are those of the tree below."""
        self.files = {normpath(path): content for path, content in files.items()}
        self.below = below
        self._folders: dict[str, set[str]] = {}
        for path in self.files:
            while path not in ("", "."):
                folder, _, name = path.rpartition("/")
                self._folders.setdefault(folder or ".", set()).add(name)
                path = folder  # noqa: PLW2901 - walks up to the root

    def kind(self, path: str) -> EntryKind:
        """What stands at the path."""
        plain = normpath(path)
        if plain in self.files:
            return EntryKind.FILE
        if plain in self._folders:
            return EntryKind.FOLDER
        if self.below:
            return self.below.kind(path)
        return EntryKind.OUTSIDE if plain.startswith(("/", "../")) or plain == ".." else EntryKind.MISSING

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises UnreadableError."""
        content = self.files.get(normpath(path))
        if content is not None:
            return content
        kind = self.kind(path)
        if kind is EntryKind.FOLDER or self.below is None:
            raise UnreadableError(WHY_NOT[kind])
        return self.below.read(path)

    def names(self, path: str) -> tuple[str, ...]:
        """The sorted names in a folder, of both trees."""
        plain = normpath(path)
        if plain in self.files:
            return ()
        return tuple(sorted(self._folders.get(plain, set()) | set(self.below.names(path) if self.below else ())))

    def stamp(self, path: str) -> tuple[int, ...] | None:
        """Texts in memory have no stamp."""
        return None if self.below is None or normpath(path) in self.files else self.below.stamp(path)
