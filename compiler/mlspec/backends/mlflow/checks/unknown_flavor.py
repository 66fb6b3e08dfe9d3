"""A flavor that MLflow's back end does not know.

`register.flavor` says how MLflow stores a model: `sklearn`, `xgboost`, `lightgbm` and `pytorch` by MLflow's own module
for the library, `pyfunc` as any object that has `predict`. Without a flavor the annotation of the function that makes
the model tells it; an object of another library is stored as it is, and a file stays a file.
"""

from collections.abc import Iterator
from typing import Any

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.suggestion import suggest_value
from mlspec.backends.mlflow.asked import choice_of
from mlspec.backends.mlflow.flavors import FLAVORS
from mlspec.diagnostics.diagnostic import Rule

RULE = Rule("unknown-flavor", __doc__)


def check(tracking: Any, register: Any) -> Iterator[Finding]:
    """Look the flavor up."""
    if choice_of(tracking) is None or not register.flavor or register.flavor in FLAVORS:
        return
    route = register.at("flavor")
    suggestion = suggest_value(register.flavor, FLAVORS, route)
    message = f"`{register.flavor}` is no flavor that a model can be stored in"
    yield Finding(message, (At(route, "no flavor"),), suggestion.help, suggestion.fixes)
