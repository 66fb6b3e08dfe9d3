"""An entry of `inputs` names a parameter that the function lacks, or takes what no earlier step gives.

The keys of `inputs` are parameters of the function; the values are names of datasets and outputs that earlier steps
give, or references such as `{file: path}`. Datasets come first, each after those that it takes, then the training,
then the evaluation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.suggestion import suggest_key, suggest_value
from mlspec.diagnostics.diagnostic import Rule
from mlspec.resolution.wiring import UnknownInput

if TYPE_CHECKING:
    from mlspec.resolution.resolution import Resolution

RULE = Rule("unknown-input", __doc__)


def check(code: Resolution) -> Iterator[Finding]:
    """Tell both kinds; what only a later step gives is told as such."""
    for fault in code.faults:
        if isinstance(fault, UnknownInput):
            yield _no_parameter(fault) if fault.is_parameter else _not_given(code, fault)


def _no_parameter(fault: UnknownInput) -> Finding:
    suggestion = suggest_key(fault.name, fault.candidates, fault.route)
    message = f"`inputs` names the parameter `{fault.name}`, which the function does not have"
    return Finding(message, (At(fault.route, "no such parameter", key=True),), suggestion.help, suggestion.fixes)


def _not_given(code: Resolution, fault: UnknownInput) -> Finding:
    later = code.names.route(fault.name)
    if later is not None:
        places = (At(fault.route, "not there yet"), At(later, "given here", key=True))
        return Finding(f"`{fault.name}` is only given by a later step", places)
    suggestion = suggest_value(fault.name, fault.candidates, fault.route)
    help_ = suggestion.help or ("no step comes before this one",)
    return Finding(f"no step gives `{fault.name}`", (At(fault.route, "given by no step"),), help_, suggestion.fixes)
