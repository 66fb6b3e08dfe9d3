"""Why the fingerprint of a step is not what it was: the parts of it that differ, each as a cause."""

from collections.abc import Iterator, Mapping
from operator import attrgetter
from posixpath import normpath

from mlspec.ir.fingerprint import Fingerprint
from mlspec.plan.change import Cause, Where
from mlspec.plan.side import Side
from mlspec.source.route import Route, format_route
from mlspec.vocabulary.alteration import Alteration
from mlspec.vocabulary.plan_cause import PlanCause
from mlspec.vocabulary.record import evolve

_KINDS = {
    "spec": PlanCause.FIELD,
    "code": PlanCause.CODE,
    "file": PlanCause.FILE,
    "requirement": PlanCause.REQUIREMENT,
    "data": PlanCause.DATA,
}
_PAIR = attrgetter("kind", "name")


def own_causes(before: Side, after: Side, step: str) -> tuple[Cause, ...]:
    """What makes a step run by itself, whatever the steps before it do."""
    old, new = _parts(before, step), _parts(after, step)
    causes = []
    for kind, name in sorted({*old, *new}):
        was, now = old.get((kind, name)), new.get((kind, name))
        if was == now or kind not in _KINDS:
            continue
        side = after if now is not None else before
        cause = Cause(_KINDS[kind], name, _alteration(was, now), _joined(was), _joined(now))
        causes.append(_placed(side, step, cause))
    return tuple(_without_repeats(causes, step, after))


def code_causes(before: Side, after: Side, part: str) -> Iterator[Cause]:
    """The definitions that a part beside the lifecycle reaches and that are not what they were."""
    old, new = before.code_of(part), after.code_of(part)
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if was != now:
            cause = Cause(PlanCause.CODE, name, _alteration(was, now), was, now)
            yield _placed(after if now is not None else before, part, cause)


def pin_causes(before: Side, after: Side) -> Iterator[Cause]:
    """The requirements that are pinned in another way."""
    old, new = _grouped(before.graph.pins), _grouped(after.graph.pins)
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if was != now:
            cause = Cause(PlanCause.REQUIREMENT, name, _alteration(was, now), _joined(was), _joined(now))
            yield _placed(after if now is not None else before, "", cause)


def lost_steps(before: Side, after: Side, step: str) -> Iterator[Cause]:
    """The steps that a step took something from and no longer does; they may be there still."""
    there = {one.name for one in after.graph.steps}
    for name in sorted(_steps(before, step) - _steps(after, step)):
        if name in there:
            yield Cause(PlanCause.CONTRACT, f"it takes nothing from {name} any more", Alteration.CHANGED)
        else:
            yield Cause(PlanCause.STEP, name, Alteration.REMOVED)


def fingerprint_of(side: Side, step: str) -> Fingerprint | None:
    """The fingerprint of a step, if there is such a step."""
    return next((found for found in side.fingerprints if found.step == step), None)


def _parts(side: Side, step: str) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The values of each part; a requirement may be pinned in several ways."""
    found = fingerprint_of(side, step)
    values: dict[tuple[str, str], tuple[str, ...]] = {}
    for part in found.parts if found else ():
        key = _PAIR(part)
        values[key] = (*values.get(key, ()), part.value)
    return values


def _steps(side: Side, step: str) -> set[str]:
    return {name for kind, name in _parts(side, step) if kind == "step"}


def _grouped(pins: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, wanted in pins:
        found[name] = (*found.get(name, ()), wanted)
    return found


def _alteration(was: object, now: object) -> Alteration:
    return Alteration.REMOVED if now is None else Alteration.ADDED if was is None else Alteration.CHANGED


def _joined(values: tuple[str, ...] | None) -> str | None:
    return None if values is None else ", ".join(values)


def _placed(side: Side, step: str, cause: Cause) -> Cause:
    """The cause with the line it comes from, and for code with the callers that lead to it."""
    if cause.kind is PlanCause.FIELD:
        return evolve(cause, where=side.locate("", _route(side, cause.name)))
    if cause.kind is PlanCause.CODE:
        found = side.trace(step, cause.name)
        return evolve(cause, before=None, after=None, callers=found.callers, where=found.where)
    if cause.kind is PlanCause.FILE:
        path = normpath(f"{side.graph.project_folder}/{cause.name}")
        return evolve(cause, before=None, after=None, where=Where(path, 0, cause.alteration is Alteration.REMOVED))
    if cause.kind is PlanCause.REQUIREMENT:
        files = side.graph.requirement_files
        return evolve(cause, where=Where(files[0]) if files else None)
    route = side.graph.step(step).route
    return evolve(cause, name=str(route[-1]), before=None, after=None, where=side.locate("", (*route, "version")))


def _route(side: Side, name: str) -> Route:
    return next((facet.route for facet in side.facets if format_route(facet.route) == name), ())


def _without_repeats(causes: list[Cause], step: str, side: Side) -> Iterator[Cause]:
    """A version that stands in the spec is told by its field, at its line, and not once more as data."""
    version = format_route((*side.graph.step(step).route, "version"))
    told = any(cause.kind is PlanCause.FIELD and cause.name.startswith(version) for cause in causes)
    return (cause for cause in causes if cause.kind is not PlanCause.DATA or not told)
