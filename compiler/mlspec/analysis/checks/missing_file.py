"""A file that the spec names is not there.

Files that functions read, pointers of data versions, artifacts and tests of the model are part of the repository:
their content is part of what a step depends on, and a job finds them only when they are committed. Mend the path, or
commit the file. Data under DVC counts as there when its pointer is (`data/raw.csv.dvc`).
"""

from collections.abc import Iterator

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.spec_paths import SpecPath, leads_out
from mlspec.analysis.standing import say_what_stands, suggest_neighbour
from mlspec.diagnostics.diagnostic import Rule
from mlspec.source.tree import EntryKind, Tree
from mlspec.vocabulary.path_purpose import PathPurpose

RULE = Rule("missing-file", __doc__)


def check(paths: tuple[SpecPath, ...], tree: Tree) -> Iterator[Finding]:
    """Look for everything that has to be there before anything runs."""
    for found in paths:
        needed = _NEEDED.get(found.purpose)
        if needed is not None and not leads_out(found.path) and not _stands(found, tree, needed):
            kind = tree.kind(_file_of(found))
            message = f"{found.purpose.value} `{found.path}` {say_what_stands(kind)}"
            suggestion = suggest_neighbour(found, tree)
            yield Finding(message, (At(found.route, "not there"),), suggestion.help, suggestion.fixes)


def _stands(found: SpecPath, tree: Tree, needed: tuple[EntryKind, ...]) -> bool:
    kind = tree.kind(_file_of(found))
    if kind in needed or kind is EntryKind.OUTSIDE:
        return True
    return kind is EntryKind.MISSING and tree.kind(f"{found.path}.dvc") is EntryKind.FILE


def _file_of(found: SpecPath) -> str:
    """A test may be one function of a file."""
    return found.path.partition("::")[0] if found.purpose is PathPurpose.TESTS else found.path


_ANY = (EntryKind.FILE, EntryKind.FOLDER)
_NEEDED = {
    PathPurpose.FILE: _ANY,
    PathPurpose.POINTER: (EntryKind.FILE,),
    PathPurpose.ARTIFACT: _ANY,
    PathPurpose.TESTS: _ANY,
    PathPurpose.WORKDIR: (EntryKind.FOLDER,),
}
