"""A parameter of a step's function that two things could fill.

A param, the output of an earlier step and what every run knows share one namespace, and none goes before another. Say
in `inputs` what the parameter takes, or give one of the two another name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, AtPlace, Finding, Where
from mlspec.diagnostics.diagnostic import Rule
from mlspec.resolution.wiring import Ambiguous

if TYPE_CHECKING:
    from mlspec.resolution.resolution import Resolution

RULE = Rule("ambiguous-parameter", __doc__)


def check(code: Resolution) -> Iterator[Finding]:
    """Show both places."""
    for fault in code.faults:
        if isinstance(fault, Ambiguous):
            name = fault.parameter.name
            kinds = [kind for kind, _ in fault.candidates]
            message = f"the parameter `{name}` of `{fault.bound.text}` could be {_either(kinds)}"
            yield Finding(message, tuple(_places(fault)), (_advice(name, kinds),))


def _places(fault: Ambiguous) -> Iterator[Where]:
    for kind, route in fault.candidates:
        if route is not None:
            yield At(route, kind, key=True)
    yield AtPlace(fault.parameter.place, "could be either")


def _either(kinds: list[str]) -> str:
    return f"{', '.join(kinds[:-1])} or {kinds[-1]}"


def _advice(name: str, kinds: list[str]) -> str:
    if "an earlier output" in kinds:
        return f"write `inputs: {{{name}: {name}}}` to take the output, or rename one of them"
    return "rename the param and the parameter"
