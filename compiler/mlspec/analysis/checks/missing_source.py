"""A source folder is not there.

The modules of the user's code are looked for below the folders of `runtime.source`, relative to the spec's own folder.
Mend the path, or make the folder.
"""

from collections.abc import Iterator

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.spec_paths import SpecPath, leads_out
from mlspec.analysis.standing import say_what_stands, suggest_neighbour
from mlspec.diagnostics.diagnostic import Rule
from mlspec.source.tree import EntryKind, Tree
from mlspec.vocabulary.path_purpose import PathPurpose

RULE = Rule("missing-source", __doc__)


def check(paths: tuple[SpecPath, ...], tree: Tree) -> Iterator[Finding]:
    """Look for every folder that the spec names; of the default it is told where a module is missed."""
    for found in paths:
        if found.purpose is not PathPurpose.SOURCE or leads_out(found.path):
            continue
        kind = tree.kind(found.path)
        if kind not in (EntryKind.FOLDER, EntryKind.OUTSIDE):
            message = f"the source folder `{found.path}` {say_what_stands(kind)}"
            suggestion = suggest_neighbour(found, tree)
            yield Finding(message, (At(found.route, "no folder"),), suggestion.help, suggestion.fixes)
