"""A module that a spec names cannot be read as Python.

Nothing in it can be called, and nothing can be told of its functions. Mend the line that is shown. Code is read by the
Python that mlspec runs on, so that a module in the syntax of a newer Python needs an mlspec that runs on that Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from sys import version_info
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, AtPlace, Finding
from mlspec.analysis.missing_code import unresolved
from mlspec.diagnostics.diagnostic import Rule
from mlspec.usercode.entrypoint import MissingPart

if TYPE_CHECKING:
    from mlspec.resolution.resolution import Resolution
    from mlspec.spec.runtime import Runtime

RULE = Rule("unreadable-module", __doc__)


def check(code: Resolution, runtime: Runtime | None = None) -> Iterator[Finding]:
    """Point at the fault in the module first: it is there that something has to change."""
    for found in unresolved(code, MissingPart.UNPARSED):
        missing = found.missing
        message = f"the module `{missing.wanted}` cannot be read: {missing.message}"
        named = At(found.route, "named here")
        places = (named,) if missing.place is None else (AtPlace(missing.place, "cannot be read"), named)
        yield Finding(message, places, tuple(_newer_python(runtime)))


def _newer_python(runtime: Runtime | None) -> Iterator[str]:
    if runtime is not None and version_info < tuple(map(int, runtime.python.split("."))):
        yield f"is it the syntax of Python {runtime.python}? mlspec knows that of the older Python which it runs on"
