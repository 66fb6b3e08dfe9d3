"""A parameter of a step's function that nothing fills.

Parameters are bound by name: `inputs` says what one takes, else it takes the step's own param of that name, the output
of an earlier step, or what every run knows (`as_of`, `run_id`, `workdir`, `environment`), else its default in Python.
Rename the parameter, say in `inputs` what it takes, give it by `params`, or give it a default.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, AtPlace, Finding
from mlspec.analysis.misnamed import is_misnamed
from mlspec.diagnostics.diagnostic import Rule
from mlspec.resolution.wiring import CONTEXT_NAMES, Unbound
from mlspec.schema.choices import listed
from mlspec.source.spelling import nearest

if TYPE_CHECKING:
    from mlspec.resolution.resolution import Resolution

RULE = Rule("unbound-parameter", __doc__)


def check(code: Resolution) -> Iterator[Finding]:
    """Tell every parameter without a source; one whose name is misspelt in the spec is told there."""
    for fault in code.faults:
        if isinstance(fault, Unbound) and not is_misnamed(fault, code.faults):
            name = fault.parameter.name
            message = f"nothing gives the parameter `{name}` of `{fault.bound.text}`"
            lacks = "goes before one that is given" if fault.parameter.has_default else "without a default"
            places = (At(fault.bound.route, f"takes `{name}`"), AtPlace(fault.parameter.place, lacks))
            yield Finding(message, places, tuple(_advice(fault, _given_before(code, fault))))


def _given_before(code: Resolution, fault: Unbound) -> tuple[str, ...]:
    return next((step.before.known() for step in code.steps if step.draft.route == fault.route), ())


def _advice(fault: Unbound, given: tuple[str, ...]) -> Iterator[str]:
    name = fault.parameter.name
    guess = nearest(name, (*given, *CONTEXT_NAMES))
    if guess in given:
        yield f"did you mean `{guess}`? write `inputs: {{{name}: {guess}}}`, or rename the parameter"
    elif guess is not None:
        yield f"did you mean `{guess}`? rename the parameter"
    elif fault.parameter.has_default:
        yield "give it too, or let its name be used: write it behind the `/`"
    else:
        yield f"give it by `params` or `inputs`, or give it a default; earlier steps give {listed(given) or 'nothing'}"
