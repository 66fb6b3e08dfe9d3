"""A parameter of a function that nothing fills.

Parameters are bound by name: `inputs` says what one takes, else it takes the step's own param of that name, the output
of an earlier step, or what every run knows (`as_of`, `run_id`, `workdir`, `environment`), else its default in Python.
A function that answers requests takes the fields of the request or `rows` (several requests as a frame), the registered
model, the names of `deploy.uses` and `deploy.params`; one that brings data to the monitor knows the window that is
looked at (`start`, `end`). Rename the parameter, say in `inputs` what it takes, give it by `params`, or give it a
default.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, AtPlace, Finding
from mlspec.analysis.misnamed import is_misnamed
from mlspec.diagnostics.diagnostic import Rule
from mlspec.resolution.wiring import Unbound
from mlspec.schema.choices import listed
from mlspec.source.spelling import nearest
from mlspec.vocabulary.role import Role

if TYPE_CHECKING:
    from mlspec.resolution.resolution import Resolution, WiredStep

RULE = Rule("unbound-parameter", __doc__)


def check(code: Resolution) -> Iterator[Finding]:
    """Tell every parameter without a source; one whose name is misspelt in the spec is told there."""
    for fault in code.faults:
        if isinstance(fault, Unbound) and not is_misnamed(fault, code.faults):
            name = fault.parameter.name
            message = f"nothing gives the parameter `{name}` of `{fault.bound.text}`"
            lacks = "goes before one that is given" if fault.parameter.has_default else "without a default"
            places = (At(fault.bound.route, f"takes `{name}`"), AtPlace(fault.parameter.place, lacks))
            yield Finding(message, places, tuple(_advice(fault, _wired(code, fault))))


def _wired(code: Resolution, fault: Unbound) -> WiredStep:
    return next(step for step in (*code.steps, *code.beside) if step.bound is fault.bound)


def _advice(fault: Unbound, step: WiredStep) -> Iterator[str]:
    name, given = fault.parameter.name, step.before.known()
    answers = step.draft.role is Role.DEPLOY
    guess = nearest(name, (*given, *step.draft.context))
    if guess in given and not answers:
        yield f"did you mean `{guess}`? write `inputs: {{{name}: {guess}}}`, or rename the parameter"
    elif guess is not None:
        yield f"did you mean `{guess}`? rename the parameter"
    elif fault.parameter.has_default:
        yield "give it too, or let its name be used: write it behind the `/`"
    elif answers:
        yield f"give it by `deploy.params`, or give it a default; a request gives {listed(given)}"
    else:
        yield f"give it by `params` or `inputs`, or give it a default; {_known(step)}"


def _known(step: WiredStep) -> str:
    if step.draft.role is Role.MONITOR:
        return f"the monitor knows {listed(step.draft.context)}"
    return f"earlier steps give {listed(step.before.known()) or 'nothing'}"
