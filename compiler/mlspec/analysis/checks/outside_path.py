"""A path leads out of the repository.

What a spec compiles to depends on what is committed and on nothing else, so that all paths stay inside: neither `..`
nor a link may leave it. Move the file into the repository, or hand its place over when the job runs, as in `{env:
DATA_FOLDER}`.
"""

from collections.abc import Iterator

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.spec_paths import SpecPath, leads_out
from mlspec.diagnostics.diagnostic import Rule
from mlspec.source.tree import EntryKind, Tree

RULE = Rule("outside-path", __doc__)


def check(paths: tuple[SpecPath, ...], tree: Tree) -> Iterator[Finding]:
    """Look at every path of the spec."""
    for found in paths:
        if leads_out(found.path):
            yield Finding(f"`{found.written}` leads out of the repository", (At(found.route, "outside"),))
        elif tree.kind(found.path) is EntryKind.OUTSIDE:
            message = f"`{found.written}` is a link, or lies below one, that leads out of the repository"
            yield Finding(message, (At(found.route, "outside"),), ("put the file itself there",))
