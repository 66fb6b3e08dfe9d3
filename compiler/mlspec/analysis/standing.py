"""What stands in the place of a file that is missed, and what beside it may be meant."""

from mlspec.analysis.spec_paths import SpecPath
from mlspec.analysis.suggestion import Suggestion, suggest_instead
from mlspec.source.spelling import nearest
from mlspec.source.tree import EntryKind, Tree


def say_what_stands(kind: EntryKind) -> str:
    """The end of a sentence about a path."""
    return _SAID.get(kind, f"is a {kind.value}")


def suggest_neighbour(found: SpecPath, tree: Tree) -> Suggestion:
    """The path with its last part as a file beside it spells it."""
    folder, _, name = found.path.rpartition("/")
    guess = nearest(name, tree.names(folder or "."))
    if guess is None:
        return Suggestion()
    before, slash, _ = found.written.rstrip("/").rpartition("/")
    return suggest_instead(f"{before}{slash}{guess}", found.route)


_SAID = {
    EntryKind.MISSING: "is not there",
    EntryKind.DANGLING: "is a link to nothing",
    EntryKind.OTHER: "is neither a file nor a folder",
    EntryKind.UNREADABLE: "lies in a folder that may not be searched",
}
