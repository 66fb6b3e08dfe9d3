"""A path leads out of the repository.

What a spec compiles to depends on what is committed and on nothing else, so that all paths stay inside: neither `..`
nor a link may leave it. Move the file into the repository, or hand its place over when the job runs, as in `{env:
DATA_FOLDER}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.spec_paths import find_paths, leads_out
from mlspec.diagnostics.diagnostic import Rule
from mlspec.source.tree import EntryKind, Tree

if TYPE_CHECKING:
    from mlspec.analysis.subjects import Project, View

RULE = Rule("outside-path", __doc__)


def check(view: View, project: Project, tree: Tree) -> Iterator[Finding]:
    """Look at every path of the spec."""
    for found in find_paths(view.sections, project.folder):
        if leads_out(found.path):
            yield Finding(f"`{found.written}` leads out of the repository", (At(found.route, "outside"),))
        elif tree.kind(found.path) is EntryKind.OUTSIDE:
            message = f"`{found.written}` is a link, or lies below one, that leads out of the repository"
            yield Finding(message, (At(found.route, "outside"),), ("put the file itself there",))
