"""The spec does not say what kind of prediction the model makes, and something needs to know.

What good performance is, and what a prediction is compared by, depends on it: the chance of one of two classes, one
of many classes, a number, an order. Say it in `predicts`, with the column that holds the truth: `predicts: {kind:
binary, column: late}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.sections import valid
from mlspec.diagnostics.diagnostic import Rule

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.spec.monitor import Monitor

RULE = Rule("missing-kind", __doc__)


def check(view: View) -> Iterator[Finding]:
    """Where nothing is said of the prediction, look for what judges it."""
    monitor: Monitor | None = valid(view, "monitor")
    if monitor is None or "predicts" in view.sections:
        return
    help_ = ("say it, as in `predicts: {kind: binary, column: late}`",)
    if monitor.performance:
        place = At(monitor.at("performance"), "judges predictions", key=True)
        yield Finding("the monitor judges predictions, and the spec does not say of what kind", (place,), help_)
    if monitor.drift is not None and monitor.drift.prediction is not None:
        place = At(monitor.drift.at("prediction"), "compares predictions", key=True)
        yield Finding("the monitor compares predictions, and the spec does not say of what kind", (place,), help_)
