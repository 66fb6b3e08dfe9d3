"""The spec's code uses libraries, and no requirements are named.

Then nothing says what a job has to have, and a new version of a library can change a model without anybody noticing.
Name the files that pin them in `runtime.requirements`: a `requirements.txt`, a `pyproject.toml` or a lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, AtPlace, Finding, Where
from mlspec.analysis.libraries import import_place, imported_libraries
from mlspec.diagnostics.diagnostic import Rule
from mlspec.resolution.entrypoints import Bound
from mlspec.schema.choices import listed
from mlspec.vocabulary.severity import Severity

if TYPE_CHECKING:
    from mlspec.resolution.reached_code import ReachedCode
    from mlspec.resolution.resolution import Resolution
    from mlspec.spec.runtime import Runtime

RULE = Rule("no-requirements", __doc__, Severity.WARNING)


def check(code: Resolution, reached: ReachedCode, runtime: Runtime | None = None) -> Iterator[Finding]:
    """Name the libraries, and show where the first one is imported."""
    bound = [found for found in code.entrypoints if isinstance(found, Bound)]
    if not bound or (runtime is not None and runtime.requirements):
        return
    entries = tuple(found.entry for found in bound)
    libraries = imported_libraries(reached, entries)
    if libraries:
        place = import_place(reached, entries, libraries[0])
        places: tuple[Where, ...] = (At(("runtime",), "no `requirements`", key=True),)
        if runtime is None:
            places = (At(bound[0].route, "uses libraries"),)
        places += (AtPlace(place, "imported here"),) if place is not None else ()
        message = f"no requirements are named, and the code imports {listed(libraries)}"
        yield Finding(message, places, ("write `runtime: {requirements: requirements.txt}`",))
