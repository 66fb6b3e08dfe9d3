"""Gates ask the champion, and the spec registers no model.

The champion is a version in the registry. Without `register` there never is one, so that every gate on it would say
"first model" and pass for ever. Register the model (`register: {name: late-arrivals}`), or compare with numbers
alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.placed_gates import gates_of
from mlspec.diagnostics.diagnostic import Rule
from mlspec.ir.gate import metrics_of

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View

RULE = Rule("unknown-champion", __doc__)


def check(view: View) -> Iterator[Finding]:
    """Where nothing is registered, look for gates that ask a champion."""
    for placed in gates_of(view, "evaluate") if "register" not in view.sections else ():
        asked = next((metric.name for metric in metrics_of(placed.gate) if metric.champion), None)
        if asked is not None:
            place = At(placed.route, "no champion", word=f"champion.{asked}")
            message = "the gate asks the champion, and no model is ever registered"
            yield Finding(message, (place,), ("add `register`, or compare with numbers alone",))
