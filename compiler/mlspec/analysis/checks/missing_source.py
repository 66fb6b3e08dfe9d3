"""A source folder is not there.

The modules of the user's code are looked for below the folders of `runtime.source`, relative to the spec's own folder.
Mend the path, or make the folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.spec_paths import find_paths, leads_out
from mlspec.analysis.standing import say_what_stands, suggest_neighbour
from mlspec.diagnostics.diagnostic import Rule
from mlspec.source.tree import EntryKind, Tree
from mlspec.vocabulary.path_purpose import PathPurpose

if TYPE_CHECKING:
    from mlspec.analysis.subjects import Project
    from mlspec.spec.runtime import Runtime

RULE = Rule("missing-source", __doc__)


def check(runtime: Runtime, project: Project, tree: Tree) -> Iterator[Finding]:
    """Look for every folder that the spec names; of the default it is told where a module is missed."""
    for found in find_paths({"runtime": runtime}, project.folder):
        kind = tree.kind(found.path)
        is_written = found.purpose is PathPurpose.SOURCE and "source" in runtime.written
        if is_written and kind not in (EntryKind.FOLDER, EntryKind.OUTSIDE) and not leads_out(found.path):
            message = f"the source folder `{found.path}` {say_what_stands(kind)}"
            suggestion = suggest_neighbour(found, tree)
            yield Finding(message, (At(found.route, "no folder"),), suggestion.help, suggestion.fixes)
