"""Digests of the files that a spec names, as far as they are part of the repository."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from mlspec.lowering.steps import MISSING
from mlspec.source.git_ignore import GitIgnore
from mlspec.source.lfs_pointer import content_digest
from mlspec.source.tree import EntryKind, Tree, UnreadableError
from mlspec.usercode.facts import Fault

_NOT_THEIRS = ("__pycache__", ".git", ".mlspec")


def digest_file(tree: Tree, path: str) -> str:
    """The digest of a file; a word where it cannot be read, which a check has told already."""
    try:
        return content_digest(tree.read(path))
    except UnreadableError:
        return MISSING


class InputDigests:
    """Digests of files and folders that steps take; what git ignores, or what is generated, is not there for them."""

    def __init__(self, tree: Tree, generated: str) -> None:
        """Read through this tree; nothing below the folder `generated` counts."""
        self._tree = tree
        self._generated = generated
        self._ignored = GitIgnore(tree)

    def digest(self, path: str, made: frozenset[str], as_code: bool = False) -> str:
        """The digest of a file, or of the sorted files of a folder, without those that are `made` by steps.

        With `as_code`, Python counts by what it says, whatever its comments and layout. What DVC keeps elsewhere has
        the digest of the pointer beside it.
        """
        if self._tree.kind(path) is EntryKind.FOLDER:
            files = tuple(self._below(path, made))
            lines = (f"{len(file)} {file[len(path) :]} {self._content(file, as_code)}\n" for file in files)
            return sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest() if files else MISSING
        if self._tree.kind(path) is EntryKind.FILE and self._counts(path, made):
            return self._content(path, as_code)
        return MISSING if path in made else digest_file(self._tree, f"{path}.dvc")

    def _below(self, folder: str, made: frozenset[str]) -> Iterator[str]:
        if not self._counts(folder, made):
            return
        for name in self._tree.names(folder):
            path = name if folder == "." else f"{folder}/{name}"
            if self._tree.kind(path) is EntryKind.FOLDER:
                yield from self._below(path, made)
            elif self._tree.kind(path) is EntryKind.FILE and self._counts(path, made):
                yield path

    def _counts(self, path: str, made: frozenset[str]) -> bool:
        parts = path.split("/")
        above = ("/".join(parts[:count]) for count in range(1, len(parts) + 1))
        is_theirs = not any(part in _NOT_THEIRS for part in parts)
        return is_theirs and not _has_any(above, {*made, self._generated}) and not self._ignored.ignores(path)

    def _content(self, path: str, as_code: bool) -> str:
        found = _digest_of_code(self._tree, path) if as_code and path.endswith(".py") else None
        return found or digest_file(self._tree, path)


def _has_any(paths: Iterable[str], among: set[str]) -> bool:
    return any(path in among for path in paths)


def _digest_of_code(tree: Tree, path: str) -> str | None:
    """What a file of Python says; None where it is none."""
    from mlspec.usercode.canonical import read_form
    from mlspec.usercode.parsing import parse

    try:
        found = parse(tree.read(path))
    except UnreadableError:
        return None
    return None if isinstance(found, Fault) else read_form(found.body)[0].digest
