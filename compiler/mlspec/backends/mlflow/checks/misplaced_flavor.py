"""A flavor for a model that is made of files.

A flavor says how MLflow stores an object. What a command writes is a file already, and a model of several parts
(`register.files`) is stored part by part: both are kept as they are. Take the flavor away; `register.load` names the
function that makes a model of the files again.
"""

from collections.abc import Iterator
from typing import Any

from mlspec.analysis.finding import At, Finding
from mlspec.backends.mlflow.asked import choice_of
from mlspec.diagnostics.diagnostic import Edit, Fix, Rule

RULE = Rule("misplaced-flavor", __doc__)

_HELP = ("take it away: files are stored as they are",)


def check(tracking: Any, register: Any, code: Any) -> Iterator[Finding]:
    """Look at what the flavor is for."""
    if choice_of(tracking) is None or not register.flavor:
        return
    route = register.at("flavor")
    fixes = (Fix("take the flavor away", "", route, Edit.REMOVE),)
    if register.files:
        places = (At(route, "for one object"), At(register.at("files"), "several parts", key=True))
        message = f"the flavor `{register.flavor}` is for one object, and this model has several parts"
        yield Finding(message, places, _HELP, fixes)
        return
    model = register.model or "model"
    for step in code.steps:
        if not step.draft.run and model in {output.name for output in step.draft.outputs}:
            message = f"the flavor `{register.flavor}` is for an object, and a command writes `{model}` as a file"
            yield Finding(message, (At(route, "for an object"),), _HELP, fixes)
