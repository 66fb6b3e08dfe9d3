"""The files of a commit, read from git's objects without a checkout.

Links are followed as they are on disk, as long as they stay inside. A submodule is a folder that nothing is known of:
what was asked of it is remembered. A file that git LFS keeps elsewhere is its pointer.
"""

import os

from mlspec.source.git_objects import GitFault, GitObjects
from mlspec.source.tree import LONGEST_READ, WHY_NOT, EntryKind, UnreadableError
from mlspec.vocabulary.record import record

_FOLDER, _LINK, _SUBMODULE = "40000", "120000", "160000"
_MOST_LINKS = 40  # as Linux has it


@record
class _Entry:
    mode: str
    digest: str


class GitTree:
    """One commit, below a folder of it."""

    def __init__(self, objects: GitObjects, commit: str, folder: str = "") -> None:
        """Read a commit by its digest; raises GitFault where its objects are not at hand."""
        self._objects = objects
        self._folders: dict[str, dict[str, _Entry]] = {}
        self._asked: set[str] = set()
        self.has_followed = False
        """Whether a link was followed, so that a file may have been read under another path than its own."""
        found = objects.get(f"{commit}^{{tree}}")
        if found is None:
            raise GitFault(f"the files of the commit {commit[:12]} are not in this clone", _FETCH)
        self._keep(found.digest, found.content or b"")
        self._root = _Entry(_FOLDER, found.digest)
        root = self._look(folder)
        self._root = _Entry(_FOLDER, "") if isinstance(root, EntryKind) else root
        self._folders.setdefault("", {})

    @property
    def submodules(self) -> tuple[str, ...]:
        """The submodules whose content was asked for."""
        return tuple(sorted(self._asked))

    def kind(self, path: str) -> EntryKind:
        """What stands at the path."""
        found = self._look(path)
        if isinstance(found, EntryKind):
            return found
        return EntryKind.FOLDER if found.mode in (_FOLDER, _SUBMODULE) else EntryKind.FILE

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises UnreadableError."""
        kind = self.kind(path)
        found = self._look(path)
        if kind is not EntryKind.FILE or isinstance(found, EntryKind):
            raise UnreadableError(WHY_NOT[kind])
        content = self._content(found.digest)
        if content is None:
            raise UnreadableError(f"it is longer than {LONGEST_READ >> 20} MiB")
        return content

    def names(self, path: str) -> tuple[str, ...]:
        """The sorted names in a folder."""
        found = self._look(path)
        if isinstance(found, EntryKind) or found.mode not in (_FOLDER, _SUBMODULE):
            return ()
        if found.mode == _SUBMODULE:
            self._asked.add(path)
            return ()
        return tuple(sorted(self._entries(found.digest)))

    def stamp(self, path: str) -> tuple[int, ...] | None:
        """The digest of what stands there, as a number."""
        found = self._look(path)
        return None if isinstance(found, EntryKind) else (int(found.digest or "0", 16),)

    def _look(self, path: str) -> _Entry | EntryKind:
        """What stands at a path, links followed; or why nothing can be had."""
        if path.startswith("/"):
            return EntryKind.OUTSIDE
        above, names, links, by_link = [self._root], [""], 0, False
        pending = path.split("/")[::-1]
        while pending:
            part = pending.pop()
            if part in ("", "."):
                continue
            if part == "..":
                above.pop()
                names.pop()
                if not above:
                    return EntryKind.OUTSIDE
                continue
            entry = self._below(above[-1], part, names)
            if entry is None:
                return EntryKind.DANGLING if by_link else EntryKind.MISSING
            if entry.mode != _LINK:
                above.append(entry)
                names.append(part)
                continue
            links, by_link, self.has_followed = links + 1, by_link or not pending, True
            target = os.fsdecode(self._content(entry.digest) or b"")
            if links > _MOST_LINKS:
                return EntryKind.DANGLING
            if target.startswith("/"):
                return EntryKind.OUTSIDE
            pending.extend(target.split("/")[::-1])
        return above[-1]

    def _below(self, folder: _Entry, name: str, names: list[str]) -> _Entry | None:
        if folder.mode == _SUBMODULE:
            self._asked.add("/".join(names[1:]))
        return self._entries(folder.digest).get(name) if folder.mode == _FOLDER else None

    def _entries(self, digest: str) -> dict[str, _Entry]:
        if digest not in self._folders:
            self._keep(digest, self._content(digest) or b"")
        return self._folders[digest]

    def _keep(self, digest: str, content: bytes) -> None:
        """Read a folder: `mode name`, a zero, the digest in bytes, and so on."""
        length, entries, at = len(digest) // 2, dict[str, _Entry](), 0
        while at < len(content):
            end = content.index(b"\0", at)
            mode, _, name = content[at:end].partition(b" ")
            at = end + 1 + length
            entries[os.fsdecode(name)] = _Entry(mode.decode(), content[end + 1 : at].hex())
        self._folders[digest] = entries

    def _content(self, digest: str) -> bytes | None:
        found = self._objects.get(digest, LONGEST_READ)
        if found is None:
            raise GitFault(f"the object {digest[:12]} of the base is not in this clone", _FETCH)
        return found.content


_FETCH = "fetch the whole history, as by `git fetch --unshallow` or `fetch-depth: 0`"
