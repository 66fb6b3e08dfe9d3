"""A file of requirements that the spec names cannot be read.

The versions of libraries are part of what a step depends on: `runtime.requirements` names the files that pin them,
relative to the spec's folder. Mend the path, or commit the file. Known are `requirements.txt` and the like,
`pyproject.toml`, and the locks of uv, poetry, pdm and pipenv.
"""

from collections.abc import Iterator

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.spec_paths import SpecPath, leads_out
from mlspec.analysis.standing import say_what_stands, suggest_neighbour
from mlspec.diagnostics.diagnostic import Rule
from mlspec.source.tree import EntryKind, Tree
from mlspec.vocabulary.path_purpose import PathPurpose

RULE = Rule("missing-requirements", __doc__)


def check(paths: tuple[SpecPath, ...], tree: Tree) -> Iterator[Finding]:
    """Look for every file that the spec names."""
    for found in paths:
        if found.purpose is not PathPurpose.REQUIREMENTS or leads_out(found.path):
            continue
        kind = tree.kind(found.path)
        if kind not in (EntryKind.FILE, EntryKind.OUTSIDE):
            suggestion = suggest_neighbour(found, tree)
            message = f"the file of requirements `{found.path}` {say_what_stands(kind)}"
            yield Finding(message, (At(found.route, "no such file"),), suggestion.help, suggestion.fixes)
