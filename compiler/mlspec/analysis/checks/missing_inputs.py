"""The monitor compares inputs, and nothing says what inputs there are.

Inputs are the columns of the `reference` that the spec declares, the fields of `deploy.request`, or what a function
of yours gives as `monitor.current`. Without one of these there is nothing to compare: declare the columns of a
dataset and name it as the reference, or declare the request.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.sections import is_invalid
from mlspec.analysis.watched import watched_inputs
from mlspec.diagnostics.diagnostic import Rule

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.spec.monitor import Monitor

RULE = Rule("missing-inputs", __doc__)


def check(monitor: Monitor, view: View) -> Iterator[Finding]:
    """Where inputs are compared, look for a declaration of them."""
    drift = monitor.drift
    if drift is None or drift.inputs is None or drift.inputs.columns or monitor.current is not None:
        return
    is_open = any(is_invalid(view, name) for name in ("data", "deploy", "predicts"))
    if not is_open and not watched_inputs(monitor, view):
        place = At(drift.at("inputs"), "nothing to compare", key=True)
        help_ = ("declare the columns of a dataset and name it as `reference`, or declare `deploy.request`",)
        yield Finding("the monitor compares inputs, and nothing says which there are", (place,), help_)
