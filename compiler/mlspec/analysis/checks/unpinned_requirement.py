"""A library is imported that no requirement names.

It is there by chance: because another library needs it, or because somebody has installed it. Whatever version a job
finds will do, and what comes of another one shows in no fingerprint. Add it to the files of `runtime.requirements`.
Where it is code of your own, name its folder in `runtime.source`, so that its changes count.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, AtPlace, Finding, Where
from mlspec.analysis.libraries import distribution_of, import_place, imported_libraries, is_brought
from mlspec.analysis.spec_paths import path_from
from mlspec.diagnostics.diagnostic import Rule
from mlspec.resolution.entrypoints import Bound
from mlspec.schema.choices import listed
from mlspec.vocabulary.severity import Severity

if TYPE_CHECKING:
    from mlspec.analysis.subjects import Project
    from mlspec.resolution.reached_code import ReachedCode
    from mlspec.resolution.resolution import Resolution
    from mlspec.spec.runtime import Runtime
    from mlspec.usercode.requirements import Requirements

RULE = Rule("unpinned-requirement", __doc__, Severity.WARNING)


def check(
    runtime: Runtime, code: Resolution, reached: ReachedCode, requirements: Requirements, project: Project
) -> Iterator[Finding]:
    """Compare what the code imports with what the files name; a file that is not there is told elsewhere."""
    files = tuple(path_from(project.folder, path) for path in runtime.requirements)
    if not files or not set(files) <= set(requirements.files):
        return
    named = tuple(name for name, _ in requirements.pins)
    entries = tuple(found.entry for found in code.entrypoints if isinstance(found, Bound))
    for library in imported_libraries(reached, entries):
        if not is_brought(library, named):
            distribution, place = distribution_of(library), import_place(reached, entries, library)
            places: tuple[Where, ...] = (At(runtime.at("requirements"), f"no `{distribution}`"),)
            places += (AtPlace(place, "imported here"),) if place is not None else ()
            message = f"the code imports `{library}`, and no requirement names `{distribution}`"
            yield Finding(message, places, (f"add it to {listed(files)}",))
