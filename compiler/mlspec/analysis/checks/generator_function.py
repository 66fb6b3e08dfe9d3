"""A step's function yields its result piece by piece.

What a step gives is handed on whole: it is checked, split, logged and kept between runs, and a generator is empty once
it has been read. Collect the pieces in the function and return them, or write a function that does so and name that. A
service may yield its answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.called import called_once
from mlspec.analysis.finding import At, AtPlace, Finding
from mlspec.diagnostics.diagnostic import Rule

if TYPE_CHECKING:
    from mlspec.resolution.resolution import Resolution

RULE = Rule("generator-function", __doc__)


def check(code: Resolution) -> Iterator[Finding]:
    """Look at every function whose result is handed on."""
    for bound in called_once(code):
        if bound.entry.is_generator:
            message = f"`{bound.text}` yields its result piece by piece"
            places = (At(bound.route, "a generator"), AtPlace(bound.entry.place, "yields"))
            yield Finding(message, places, ("return the pieces together: a list, a frame",))
