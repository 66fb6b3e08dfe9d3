"""Two specs would write the same files.

What a spec compiles to lies in a folder that bears the spec's `name`, so names are unique in a repository. Rename one
of the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import AtPlace, Finding
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.place import place_of
from mlspec.schema.validation import Invalid

if TYPE_CHECKING:
    from mlspec.analysis.subjects import Project

RULE = Rule("same-output", __doc__)


def check(projects: tuple[Project, ...], output: str) -> Iterator[Finding]:
    """Compare the names of all specs; one that has none that is valid writes nothing."""
    first: dict[str, Project] = {}
    for project in projects:
        if isinstance(project.header, Invalid):
            continue
        other = first.setdefault(project.name, project)
        if other is not project:
            yield _same(other, project, f"{output}/{project.name}")


def _same(first: Project, second: Project, folder: str) -> Finding:
    message = f"two specs are named `{first.name}` and would both write `{folder}`"
    places = (
        AtPlace(place_of(second.base.layer.places, ("name",)), "the same name"),
        AtPlace(place_of(first.base.layer.places, ("name",)), "taken here"),
    )
    return Finding(message, places, ("rename one of the two",))
