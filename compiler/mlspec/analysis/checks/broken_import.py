"""A module that the code imports cannot be read as Python.

The step that imports it would fail as soon as it starts, unless the module is in the syntax of a newer Python than the
one that mlspec runs on. Mend the line that is shown. Until then nothing is known of what the module holds, and the
whole file counts for the steps that import it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.broken_modules import broken_modules
from mlspec.analysis.finding import At, AtPlace, Finding
from mlspec.analysis.missing_code import unresolved
from mlspec.diagnostics.diagnostic import Rule
from mlspec.usercode.entrypoint import MissingPart
from mlspec.vocabulary.severity import Severity

if TYPE_CHECKING:
    from mlspec.resolution.reached_code import ReachedCode
    from mlspec.resolution.resolution import Resolution

RULE = Rule("broken-import", __doc__, Severity.WARNING)


def check(code: Resolution, reached: ReachedCode) -> Iterator[Finding]:
    """Leave out the modules that the spec itself names: `unreadable-module` tells of these."""
    named = {found.missing.wanted for found in unresolved(code, MissingPart.UNPARSED)}
    for found in broken_modules(code, reached):
        if found.name not in named:
            message = f"`{found.importer.text}` imports `{found.name}`, which cannot be read: {found.message}"
            places = (AtPlace(found.place, "cannot be read"), At(found.importer.route, "imports it"))
            yield Finding(message, places, ("until then the whole file counts",))
