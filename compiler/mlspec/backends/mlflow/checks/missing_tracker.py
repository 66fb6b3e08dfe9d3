"""The requirements do not name what the tracking needs.

`tracking.py` imports MLflow, and models of scikit-learn are stored in the format of skops, which needs no pickle. The
package `mlflow` brings skops along, `mlflow-skinny` does not. Both have to be there wherever a step runs or a model is
loaded: pin them in the files of `runtime.requirements`.
"""

from collections.abc import Iterator
from typing import Any

from mlspec.analysis.finding import At, Finding
from mlspec.backends.mlflow.asked import choice_of
from mlspec.diagnostics.diagnostic import Rule
from mlspec.vocabulary.role import Role
from mlspec.vocabulary.severity import Severity

RULE = Rule("missing-tracker", __doc__, Severity.WARNING)


def check(tracking: Any, runtime: Any, requirements: Any, code: Any, register: Any = None) -> Iterator[Finding]:
    """Look for MLflow, and for skops where it is needed, among the names that are pinned."""
    if choice_of(tracking) is None or not runtime.requirements or not requirements.files:
        return
    named = {name for name, _ in requirements.pins}
    if not named & {"mlflow", "mlflow-skinny"}:
        yield _finding(runtime, "mlflow", "the runs are recorded by MLflow")
    elif register is not None and not named & {"mlflow", "skops"} and _is_of_sklearn(register, code):
        yield _finding(runtime, "skops", "models of scikit-learn are stored in the format of skops")


def _is_of_sklearn(register: Any, code: Any) -> bool:
    if register.flavor or register.files:
        return register.flavor == "sklearn"  # type: ignore[no-any-return]  # text, as the field says
    model = register.model or "model"
    makers = (step for step in code.steps if step.draft.role is Role.TRAIN and step.bound is not None)
    return any(
        step.bound.entry.returns.startswith("sklearn.")
        for step in makers
        if [output.name for output in step.draft.outputs] == [model]
    )


def _finding(runtime: Any, distribution: str, why: str) -> Finding:
    message = f"{why}, and no requirement names `{distribution}`"
    return Finding(message, (At(runtime.at("requirements"), f"no `{distribution}`"),), (f"pin `{distribution}` there",))
