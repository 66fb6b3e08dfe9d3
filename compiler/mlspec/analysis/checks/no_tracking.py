"""A model is to be registered, or compared with the champion, and no tracking server is named.

The registry and the metrics of earlier models are kept by the tracking server. Name one: `tracking: mlflow` keeps them
in a file of the project until `uri` says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Edit, Fix, Rule
from mlspec.ir.gate import metrics_of

if TYPE_CHECKING:
    from mlspec.spec.evaluate import Evaluate
    from mlspec.spec.register import Register
    from mlspec.spec.tracking import Tracking

RULE = Rule("no-tracking", __doc__)


def check(
    tracking: Tracking | None = None, register: Register | None = None, evaluate: Evaluate | None = None
) -> Iterator[Finding]:
    """Look for what needs a memory of earlier models."""
    if tracking is not None and tracking.backends:
        return
    if register is not None:
        message = "the model is to be registered, and no `tracking` names a registry"
        yield Finding(message, (At(register.route, "registered nowhere", key=True),), _HELP, _FIX)
    asking = [
        index
        for index, entry in enumerate(evaluate.gates if evaluate is not None else ())
        if any(metric.champion for metric in metrics_of(entry.gate))
    ]
    if evaluate is not None and asking:
        message = "a gate asks the champion, and no `tracking` remembers one"
        yield Finding(message, (At(evaluate.at("gates", asking[0]), "no champion known"),), _HELP, _FIX)


_HELP = ("write `tracking: mlflow`",)
_FIX = (Fix("track with MLflow", "", ("tracking",), Edit.SET_VALUE, "mlflow"),)
