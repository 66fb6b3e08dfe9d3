"""What a compile comes to, in words."""

from collections.abc import Iterator

from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.output.lock import lock_path
from mlspec.source.tree import EntryKind, Tree
from mlspec.vocabulary.record import record


@record
class Outcome:
    """What to tell of a compile: lines as it went, diagnostics, a summary, and whether the disk is behind."""

    lines: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    summary: str
    stale: bool = False


def up_to_date(count: int) -> str:
    """The summary where nothing had to be written."""
    return f"{counted(count, 'spec')} {'is' if count == 1 else 'are'} up to date"


def counted(count: int, noun: str) -> str:
    """A number of things, as in `1 spec` and `2 specs`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def locked_folders(tree: Tree, output: str) -> Iterator[str]:
    """The folders of the output that hold the lock of a project, there now or gone."""
    for name in tree.names(output):
        if tree.kind(lock_path(f"{output}/{name}")) is EntryKind.FILE:
            yield f"{output}/{name}"
