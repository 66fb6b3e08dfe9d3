"""Binding the parameters of functions to params, earlier outputs and what the run knows, by name.

A parameter takes what `inputs` says, else the one thing that bears its name, else its default in Python. Whatever
cannot be decided is a fault that a check will show; nothing is guessed.
"""

from collections.abc import Iterator
from typing import TypeAlias

from mlspec.ir.binding import Binding, FromAllParams, FromContext, FromOutput, FromParam, FromReference, Source
from mlspec.resolution.draft import Draft
from mlspec.resolution.entrypoints import Bound
from mlspec.resolution.namespace import Namespace
from mlspec.source.route import Route
from mlspec.usercode.entrypoint import Parameter, ParameterKind
from mlspec.vocabulary.record import record


@record
class Unbound:
    """A parameter without a default that nothing in the spec fills."""

    route: Route
    bound: Bound
    parameter: Parameter
    candidates: tuple[str, ...]


@record
class Ambiguous:
    """A parameter that two things could fill; their routes, where they have one."""

    route: Route
    bound: Bound
    parameter: Parameter
    candidates: tuple[tuple[str, Route | None], ...]


@record
class UnusedParam:
    """A param that no parameter takes."""

    route: Route
    bound: Bound
    key: str
    candidates: tuple[str, ...]


@record
class UnknownInput:
    """An entry of `inputs` that names no parameter, or takes what no earlier step gives."""

    route: Route
    name: str
    candidates: tuple[str, ...]
    is_parameter: bool


WiringFault: TypeAlias = Unbound | Ambiguous | UnusedParam | UnknownInput


@record
class Wired:
    """The bindings of one function, in the order of its parameters, and what could not be bound."""

    bindings: tuple[Binding, ...]
    faults: tuple[WiringFault, ...]


def wire_call(draft: Draft, bound: Bound, names: Namespace) -> Wired:
    """Bind every parameter of the function that a draft names."""
    params, inputs = dict(draft.params), dict(draft.inputs)
    bindings: list[Binding] = []
    faults: list[WiringFault] = []
    for parameter in bound.entry.parameters:
        found = _source_of(draft, bound, parameter, params, inputs, names)
        if isinstance(found, (Unbound, Ambiguous, UnknownInput)):
            faults.append(found)
        elif found is not None:
            positional = parameter.kind is ParameterKind.POSITIONAL_ONLY
            bindings.append(Binding(parameter.name, found, parameter.annotation, positional))
    faults.extend(_gaps(draft, bound, bindings, names))
    faults.extend(_leftovers(draft, bound, bindings, params, inputs))
    return Wired((*bindings, *_keyword_rest(bound, bindings, params)), tuple(faults))


def _source_of(
    draft: Draft,
    bound: Bound,
    parameter: Parameter,
    params: dict[str, object],
    inputs: dict[str, object],
    names: Namespace,
) -> Source | Unbound | Ambiguous | UnknownInput | None:
    if parameter.kind in (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD):
        return None
    if parameter.name in inputs:
        return _given_input(draft, parameter.name, inputs[parameter.name], names)
    candidates = tuple(_candidates(draft, parameter.name, params, names))
    if len(candidates) > 1:
        return Ambiguous(
            draft.route, bound, parameter, tuple((_kind_of(source), route) for source, route in candidates)
        )
    if candidates:
        return candidates[0][0]
    if parameter.name == "params" and params:
        return FromAllParams()
    if parameter.has_default or names.is_open:
        return None
    return Unbound(draft.route, bound, parameter, tuple(sorted({*params, *names.known(), *draft.context})))


def _given_input(draft: Draft, parameter: str, given: object, names: Namespace) -> Source | UnknownInput:
    if not isinstance(given, str):
        return FromReference(given)  # type: ignore[arg-type]  # an input is a name or a reference
    if names.has(given) or names.is_open:
        return FromOutput(given)
    return UnknownInput((*draft.route, "inputs", parameter), given, names.known(), is_parameter=False)


def _candidates(
    draft: Draft, name: str, params: dict[str, object], names: Namespace
) -> Iterator[tuple[Source, Route | None]]:
    if name in params:
        yield FromParam(name), (*draft.params_route, name)
    if names.has(name):
        yield FromOutput(name), names.route(name)
    if name in draft.context:
        yield FromContext(name), None


def _kind_of(source: Source) -> str:
    match source:
        case FromParam():
            return "a param"
        case FromOutput():
            return "an earlier output"
        case _:
            return "what every run knows"


def _gaps(draft: Draft, bound: Bound, bindings: list[Binding], names: Namespace) -> Iterator[Unbound]:
    """Positional-only parameters left to their defaults before one that is bound, which would get its place."""
    given = {binding.parameter for binding in bindings}
    positional = [one for one in bound.entry.parameters if one.kind is ParameterKind.POSITIONAL_ONLY]
    last = max((index for index, one in enumerate(positional) if one.name in given), default=0)
    for parameter in positional[:last]:
        if parameter.has_default and parameter.name not in given:
            known = {*dict(draft.params), *names.known(), *draft.context}
            yield Unbound(draft.route, bound, parameter, tuple(sorted(known)))


def _leftovers(
    draft: Draft, bound: Bound, bindings: list[Binding], params: dict[str, object], inputs: dict[str, object]
) -> Iterator[WiringFault]:
    parameters = {parameter.name for parameter in bound.entry.parameters}
    for name in inputs:
        if name not in parameters:
            yield UnknownInput((*draft.route, "inputs", name), name, tuple(sorted(parameters)), is_parameter=True)
    if _takes_rest(bound) or any(isinstance(binding.source, FromAllParams) for binding in bindings):
        return
    used = {binding.source.key for binding in bindings if isinstance(binding.source, FromParam)}
    ambiguous = {name for name in params if name in parameters and name not in inputs}
    for key in params:
        if key not in used | ambiguous:
            free = tuple(sorted(parameters - {binding.parameter for binding in bindings}))
            yield UnusedParam((*draft.params_route, key), bound, key, free)


def _keyword_rest(bound: Bound, bindings: list[Binding], params: dict[str, object]) -> Iterator[Binding]:
    if not _takes_rest(bound):
        return
    taken = {binding.parameter for binding in bindings}
    for key in params:
        if key not in taken:
            yield Binding(key, FromParam(key))


def _takes_rest(bound: Bound) -> bool:
    return any(parameter.kind is ParameterKind.VAR_KEYWORD for parameter in bound.entry.parameters)
