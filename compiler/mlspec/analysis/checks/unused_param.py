"""A param that the step's function or command does not take.

It would be logged with every run as if it had made a difference. A misspelt param would leave the default of the
function in force. Mend its name, take it out, or let the function take it (`**kwargs` takes all that is left over). A
command takes a param by `{param: name}` among its words or in `env`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, AtPlace, Finding
from mlspec.analysis.suggestion import suggest_key
from mlspec.analysis.work import references_below
from mlspec.diagnostics.diagnostic import Rule
from mlspec.resolution.wiring import UnusedParam
from mlspec.schema.choices import listed
from mlspec.schema.references import ParamReference

if TYPE_CHECKING:
    from mlspec.resolution.draft import Draft
    from mlspec.resolution.resolution import Resolution

RULE = Rule("unused-param", __doc__)


def check(code: Resolution) -> Iterator[Finding]:
    """Those of functions, which resolution has found, and those of commands."""
    for fault in code.faults:
        if isinstance(fault, UnusedParam):
            yield _of_function(fault)
    for step in code.steps:
        if step.draft.words:
            yield from _of_command(step.draft)


def _of_function(fault: UnusedParam) -> Finding:
    parameters = tuple(parameter.name for parameter in fault.bound.entry.parameters)
    if fault.key in parameters:
        message = f"the param `{fault.key}` is not used: `inputs` says what the parameter takes"
        return Finding(message, (At(fault.route, "not used", key=True),), ("take one of the two out",))
    message = f"`{fault.bound.text}` has no parameter `{fault.key}`"
    places = (At(fault.route, "no such parameter", key=True), AtPlace(fault.bound.entry.place, _taken(parameters)))
    suggestion = suggest_key(fault.key, fault.candidates, fault.route)
    return Finding(message, places, suggestion.help or ("take it out",), suggestion.fixes)


def _taken(parameters: tuple[str, ...]) -> str:
    return f"takes {listed(parameters)}" if parameters else "takes nothing"


def _of_command(draft: Draft) -> Iterator[Finding]:
    given = (*references_below((), draft.words), *references_below((), tuple(value for _, value in draft.environment)))
    used = {found.reference.name for found in given if isinstance(found.reference, ParamReference)}
    for key, _ in draft.params:
        if key not in used:
            route = (*draft.route, "params", key)
            help_ = f"hand it over by `{{param: {key}}}` among the words of the command or in `env`, or take it out"
            yield Finding(f"the command takes no param `{key}`", (At(route, "not used", key=True),), (help_,))
