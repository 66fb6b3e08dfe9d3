"""A param is not of the type that the function's annotation asks for.

The generated code hands params on as they are written: text stays text, and a date in quotes is no `date`. Write the
value in the type of the annotation: a number without quotes, `{as_of: ...}` for a date that follows the run, `{file:
...}` for a path. Where the function does take such a value, let its annotation say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.annotated_type import Misfit, find_misfit, literals_of, say_what
from mlspec.analysis.finding import At, AtPlace, Finding
from mlspec.analysis.suggestion import Suggestion, suggest_value
from mlspec.diagnostics.diagnostic import Edit, Fix, Rule
from mlspec.ir.binding import FromParam, FromReference

if TYPE_CHECKING:
    from mlspec.resolution.resolution import Resolution, WiredStep
    from mlspec.source.route import Route
    from mlspec.usercode.entrypoint import Parameter

RULE = Rule("param-type", __doc__)


def check(code: Resolution) -> Iterator[Finding]:
    """Hold every param, and every reference of `inputs`, against the annotation of the parameter that takes it."""
    for step in code.steps:
        if step.bound is None:
            continue
        parameters = {parameter.name: parameter for parameter in step.bound.entry.parameters}
        for name, route, value in _given(step):
            parameter = parameters.get(name)
            if parameter is None or not parameter.annotation or _is_own_default(value, parameter):
                continue
            misfit = find_misfit(value, parameter.annotation)
            if misfit is not None:
                yield _finding(step.bound.text, parameter, route, misfit)


def _given(step: WiredStep) -> Iterator[tuple[str, Route, object]]:
    params, route = dict(step.draft.params), step.draft.route
    for binding in step.bindings:
        match binding.source:
            case FromParam(key):
                yield binding.parameter, (*route, "params", key), params[key]
            case FromReference(reference):
                yield binding.parameter, (*route, "inputs", binding.parameter), reference


def _is_own_default(value: object, parameter: Parameter) -> bool:
    """`size: int = None` takes None, whatever its annotation says."""
    same = parameter.default_is_literal and type(parameter.default) is type(value)
    return same and parameter.default == value


def _finding(function: str, parameter: Parameter, route: Route, misfit: Misfit) -> Finding:
    kind, here = say_what(misfit.value), (*route, *misfit.route)
    what = f"the {'input' if 'inputs' in route else 'param'} `{parameter.name}` of `{function}`"
    message = f"{'part of ' if misfit.route else ''}{what} is {kind}, and `{_short(misfit.wanted)}` is needed"
    places = (At(here, kind), AtPlace(parameter.place, f"`{_short(parameter.annotation)}`"))
    suggestion = _suggestion(misfit, here)
    return Finding(message, places, suggestion.help, suggestion.fixes)


def _short(annotation: str) -> str:
    """As people write it: the names of `typing` and `collections.abc` by themselves."""
    return annotation.replace("typing.", "").replace("collections.abc.", "")


def _suggestion(misfit: Misfit, route: Route) -> Suggestion:
    value, wanted = misfit.value, misfit.wanted
    if isinstance(value, str):
        instead = _read_as(value, wanted)
        if instead is not None:
            help_ = f"did you mean `{str(instead).lower()}`, without quotes?"
            return Suggestion((help_,), (Fix("take off the quotes", "", route, Edit.SET_VALUE, instead),))
        if "datetime." in wanted:
            return Suggestion(("a date that follows the run is written `{as_of: -6mo}`; text stays text",))
        if "pathlib.Path" in wanted:
            return Suggestion((f"write `{{file: {value}}}`",), ())
        return suggest_value(value, literals_of(wanted), route)
    if isinstance(value, dict) and "[" in wanted:
        return Suggestion(("the keys of a map are text in a spec",))
    if wanted == "int" and isinstance(value, float) and value.is_integer():
        whole = int(value)
        return Suggestion((f"did you mean `{whole}`?",), (Fix(f"write `{whole}`", "", route, Edit.SET_VALUE, whole),))
    if wanted == "str" and isinstance(value, (int, float)):
        return Suggestion((f'quote it: `"{str(value).lower() if isinstance(value, bool) else value}"`',))
    return Suggestion()


def _read_as(text: str, wanted: str) -> object:
    """What the text would be without its quotes, where that is what is wanted."""
    kinds = {part.strip() for part in wanted.split("|")}
    if text in ("true", "false") and "bool" in kinds:
        return text == "true"
    for name, kind in (("int", int), ("float", float)):
        if kinds & {name, "float"}:
            try:
                return kind(text)
            except ValueError:
                continue
    return None
