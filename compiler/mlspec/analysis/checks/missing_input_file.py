"""A file that a command reads is not in the repository, and no earlier command leaves it.

It may be put there by hand, or by something that mlspec does not know; where it is not, the command fails. Mend the
path, commit the file, or name it among the `outputs` of the command that writes it. Data under DVC counts as there
when its pointer is (`data/raw.csv.dvc`).
"""

from collections.abc import Iterator

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.spec_paths import SpecPath, leads_out
from mlspec.analysis.standing import say_what_stands, suggest_neighbour
from mlspec.diagnostics.diagnostic import Rule
from mlspec.source.tree import EntryKind, Tree
from mlspec.vocabulary.path_purpose import PathPurpose
from mlspec.vocabulary.severity import Severity

RULE = Rule("missing-input-file", __doc__, Severity.WARNING)


def check(paths: tuple[SpecPath, ...], tree: Tree) -> Iterator[Finding]:
    """Look for every input, on the disk and among what other commands leave."""
    written = tuple(found.path for found in paths if found.purpose is PathPurpose.OUTPUT)
    for found in paths:
        if found.purpose is not PathPurpose.INPUT or leads_out(found.path):
            continue
        kind = tree.kind(found.path)
        is_made = any(_covers(path, found.path) for path in written)
        is_tracked = tree.kind(f"{found.path}.dvc") is EntryKind.FILE
        if kind not in _THERE and not is_made and not is_tracked:
            message = f"the input `{found.path}` {say_what_stands(kind)}, and no command leaves it"
            suggestion = suggest_neighbour(found, tree)
            yield Finding(message, (At(found.route, "not there"),), suggestion.help, suggestion.fixes)


def _covers(written: str, wanted: str) -> bool:
    """Whether a file or folder that is written is the one that is read, or holds it, or lies in it."""
    return written == wanted or wanted.startswith(f"{written}/") or written.startswith(f"{wanted}/")


_THERE = (EntryKind.FILE, EntryKind.FOLDER, EntryKind.OUTSIDE)
