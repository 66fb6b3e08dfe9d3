"""The model should train again for a cause that nothing watches.

`retrain.when` waits for the verdict of the monitor: for `drift` that needs a limit in `monitor.drift`, for
`performance` a gate in `monitor.performance`. Without one the cause never comes. Let the monitor watch it, or take
the cause out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.sections import is_invalid, valid
from mlspec.diagnostics.diagnostic import Rule
from mlspec.vocabulary.retrain_cause import RetrainCause

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.spec.monitor import Monitor
    from mlspec.spec.retrain import Retrain

RULE = Rule("unwatched-cause", __doc__)


def check(retrain: Retrain, view: View) -> Iterator[Finding]:
    """Look every cause up in the monitor."""
    if is_invalid(view, "monitor"):
        return
    monitor: Monitor | None = valid(view, "monitor")
    for index, cause in enumerate(retrain.when):
        if monitor is None or not _is_watched(cause, monitor):
            message = f"the model should train again on `{cause.value}`, which no monitor watches"
            help_ = (f"add `monitor.{cause.value}`, or take the cause out",)
            yield Finding(message, (At(retrain.at("when", index), "never comes"),), help_)


def _is_watched(cause: RetrainCause, monitor: Monitor) -> bool:
    return monitor.drift is not None if cause is RetrainCause.DRIFT else bool(monitor.performance)
