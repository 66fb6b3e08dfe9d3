"""A function is named that a tool has wrapped: a Prefect task, a typer command, a BentoML endpoint and the like.

What the tool makes of a function takes other arguments, or starts the tool. mlspec writes the calls of the
orchestrator itself, around plain functions. Name the plain function; where there is none, move the body into one and
let the wrapped function call it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, AtPlace, Finding, Where
from mlspec.analysis.missing_code import unresolved
from mlspec.analysis.suggestion import Suggestion, suggest_instead
from mlspec.diagnostics.diagnostic import Rule
from mlspec.usercode.entrypoint import MissingPart

if TYPE_CHECKING:
    from mlspec.resolution.resolution import Resolution

RULE = Rule("wrapped-function", __doc__)


def check(code: Resolution) -> Iterator[Finding]:
    """Tell every wrapped function, and the plain one behind it where one is in sight."""
    for found in unresolved(code, MissingPart.WRAPPED):
        missing = found.missing
        places: tuple[Where, ...] = (At(found.route, "no plain function"),)
        if missing.place is not None:
            places += (AtPlace(missing.place, missing.message),)
        suggestion = suggest_instead(missing.plain, found.route) if missing.plain else Suggestion(_NO_PLAIN)
        yield Finding(f"`{found.text}` is {missing.message}", places, suggestion.help, suggestion.fixes)


_NO_PLAIN = ("move its body into a plain function that the wrapped one calls, and name that",)
