"""A threshold of drift is never crossed, or always.

A distance is never below 0, and the distances of Jensen and Shannon and of Hellinger are never above 1; a p-value
lies between 0 and 1. With a share of `0%` the inputs count as drifted even if no column has. A threshold outside of
these bounds alarms every time, or never.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.refusal import quoted
from mlspec.vocabulary.drift_method import DriftMethod

if TYPE_CHECKING:
    from mlspec.source.route import Route
    from mlspec.spec.monitor import Drift, DriftWatch, Monitor

RULE = Rule("constant-drift", __doc__)

_WITHIN_ONE = (DriftMethod.JENSENSHANNON, DriftMethod.HELLINGER)


def check(monitor: Monitor) -> Iterator[Finding]:
    """Hold every threshold against the bounds of its measure."""
    drift = monitor.drift
    if drift is None:
        return
    for watched, inherited in _thresholds(drift):
        method = watched.method or inherited
        if watched.above is not None and watched.above < 0:
            yield _finding("every distance is above", watched.above, watched.at("above"), "always crossed")
        elif watched.above is not None and watched.above >= 1 and method in _WITHIN_ONE:
            yield _finding(
                f"no distance by `{method.value}` is above", watched.above, watched.at("above"), "never crossed"
            )
        if watched.below is not None and watched.below <= 0:
            yield _finding("no p-value is below", watched.below, watched.at("below"), "never crossed")
        elif watched.below is not None and watched.below > 1:
            yield _finding("every p-value is below", watched.below, watched.at("below"), "always crossed")
    if drift.inputs is not None and drift.inputs.share == 0:
        message = "the inputs would count as drifted even if no column has"
        yield Finding(message, (At(drift.inputs.at("share"), "always crossed"),), ("write a share above `0%`",))


def _thresholds(drift: DriftWatch) -> Iterator[tuple[Drift, DriftMethod | None]]:
    """Every threshold, and the measure that it takes where it names none."""
    if drift.inputs is not None:
        yield drift.inputs, None
        for column in drift.inputs.columns.values():
            yield column, drift.inputs.method
    if drift.prediction is not None:
        yield drift.prediction, None


def _finding(fact: str, threshold: float, route: Route, label: str) -> Finding:
    return Finding(f"{fact} {quoted(threshold)}", (At(route, label),), ("mend the number",))
