"""The monitor judges the performance of the model, and nothing tells it the truth.

Metrics compare predictions with what came true. Say where that comes from: `labels: {run: package.data:outcomes, key:
id, column: late}`, or give the current data with its labels by a function of yours (`current`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Rule

if TYPE_CHECKING:
    from mlspec.spec.monitor import Monitor

RULE = Rule("missing-labels", __doc__)


def check(monitor: Monitor) -> Iterator[Finding]:
    """Where performance is watched, look for labels."""
    if monitor.performance and monitor.labels is None and monitor.current is None:
        place = At(monitor.at("performance"), "has no labels", key=True)
        help_ = ("say where the truth comes from, as in `labels: {run: package.data:outcomes, key: id, column: late}`",)
        yield Finding("the monitor judges the model, and nothing tells it the truth", (place,), help_)
