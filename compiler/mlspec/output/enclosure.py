"""The repository as the border of everything that is written: no path and no link leads out of it."""

import errno
import os
import stat

from mlspec.output.fault import OutputFault, fault_of
from mlspec.vocabulary.record import record


@record
class Found:
    """What stands at a path: a file's bytes, a link, or nothing."""

    content: bytes | None = None
    is_link: bool = False

    def __bool__(self) -> bool:
        """Whether anything stands there."""
        return self.content is not None or self.is_link


def is_inner(path: str) -> bool:
    """Whether a path stays below the repository's root by its spelling alone, and out of git's own folder."""
    parts = path.split("/")
    plain = all(part not in ("", ".", "..") for part in parts)
    return plain and parts[0].lower() != ".git" and "\\" not in path and "\0" not in path


class Enclosure:
    """What stands below a root; each folder is looked at once, so an enclosure is made anew for every look around."""

    def __init__(self, root: str) -> None:
        """Start with the root alone."""
        self.root = os.path.realpath(root)
        self._folders = {"": True}

    def look(self, path: str) -> Found:
        """What stands at the path; raises OutputFault for what is no file, leads out or may not be read."""
        if not is_inner(path):
            raise OutputFault(f"`{path}` is no path inside the repository", path)
        if not self.has_folder(path.rpartition("/")[0]):
            return _NOTHING
        try:
            return Found(_read(f"{self.root}/{path}"))
        except OSError as error:
            if error.errno == errno.ENOENT:
                return _NOTHING
            if error.errno == errno.ELOOP:
                return _LINK
            raise fault_of(error, path, "read") from error

    def has_folder(self, folder: str) -> bool:
        """Whether the folder is there; raises OutputFault where a file stands in its place or a link leads out."""
        known = self._folders.get(folder)
        if known is None:
            known = self.has_folder(folder.rpartition("/")[0]) and self._is_folder(folder)
            self._folders[folder] = known
        return known

    def _is_folder(self, folder: str) -> bool:
        full = f"{self.root}/{folder}"
        try:
            mode = os.lstat(full).st_mode
            if stat.S_ISLNK(mode):
                mode = self._follow(folder, full)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise fault_of(error, folder, "read") from error
        if not stat.S_ISDIR(mode):
            raise OutputFault(f"`{folder}` has to be a folder, but a file stands there", folder, "move the file away")
        return True

    def _follow(self, folder: str, full: str) -> int:
        if not os.path.realpath(full).startswith(self.root.rstrip("/") + "/"):
            raise OutputFault(f"`{folder}` is a link that leads out of the repository", folder, _REPLACE)
        try:
            return os.stat(full).st_mode
        except FileNotFoundError as error:
            raise OutputFault(f"`{folder}` is a link to nothing", folder, _REPLACE) from error


def _read(full: str) -> bytes:
    # Without O_NONBLOCK the open would wait for the other end of a pipe.
    handle = os.open(full, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(
                errno.EISDIR if stat.S_ISDIR(found.st_mode) else errno.ENXIO, "what stands there is no file", full
            )
        chunks = [os.read(handle, found.st_size + 1)]
        while chunks[-1]:
            chunks.append(os.read(handle, 1 << 20))
        return b"".join(chunks)
    finally:
        os.close(handle)


_NOTHING = Found()
_LINK = Found(is_link=True)
_REPLACE = "replace the link by a folder"
