"""Which values of the spec differ between two sides, in general and in single environments."""

from collections.abc import Iterator

from mlspec.ir.facet import Facet
from mlspec.plan.change import Cause
from mlspec.plan.side import Side
from mlspec.source.route import Route, format_route
from mlspec.vocabulary.alteration import Alteration
from mlspec.vocabulary.plan_cause import PlanCause
from mlspec.vocabulary.record import record


@record
class FacetChange:
    """A facet that is not the same on both sides (that of the head, else that of the base), and the cause it gives."""

    facet: Facet
    cause: Cause


def changed_facets(before: Side, after: Side) -> tuple[FacetChange, ...]:
    """All changes, those that hold everywhere first; one that an environment shares is not told again.

    Nor is one that a variant, in which nothing runs yet, shares with an environment.
    """
    general = tuple(_changes(before, after, ""))
    told = set(map(_said, general))
    own = [change for name in _shared_places(before, after) for change in _changes(before, after, name)]
    own = [change for change in own if _said(change) not in told]
    told = {_said(change) for change in own if change.facet.effects}
    return (*general, *(change for change in own if change.facet.effects or _said(change) not in told))


def _said(change: FacetChange) -> tuple[str, str | None, str | None]:
    return change.cause.name, change.cause.before, change.cause.after


def added_field(side: Side, route: Route) -> Cause:
    """The cause that a section is new."""
    return Cause(PlanCause.FIELD, format_route(route), Alteration.ADDED, where=side.locate("", route))


def removed_field(side: Side, route: Route) -> Cause:
    """The cause that a section of the base is gone."""
    return Cause(PlanCause.FIELD, format_route(route), Alteration.REMOVED, where=side.locate("", route))


def _shared_places(before: Side, after: Side) -> Iterator[str]:
    """Environments and the like in which one side at least says something of its own, and that both sides have."""
    known = [{*_environments(side), *dict(side.elsewhere)} for side in (before, after)]
    for name in sorted({*dict(before.elsewhere), *dict(after.elsewhere)}):
        if name in known[0] and name in known[1]:
            yield name


def _environments(side: Side) -> Iterator[str]:
    return (environment.name for environment in side.graph.environments)


def _changes(before: Side, after: Side, environment: str) -> Iterator[FacetChange]:
    old = {facet.route: facet for facet in before.facets_in(environment)}
    new = {facet.route: facet for facet in after.facets_in(environment)}
    for route in sorted({*old, *new}, key=lambda route: [str(part) for part in route]):
        was, now = old.get(route), new.get(route)
        if was is not None and now is None:
            yield FacetChange(was, _cause(route, was.value, None, before, environment))
        elif now is not None and (was is None or was.value != now.value):
            yield FacetChange(now, _cause(route, was.value if was else None, now.value, after, environment))


def _cause(route: Route, was: str | None, now: str | None, side: Side, environment: str) -> Cause:
    return Cause(
        kind=PlanCause.FIELD,
        name=format_route(route),
        alteration=Alteration.REMOVED if now is None else Alteration.ADDED if was is None else Alteration.CHANGED,
        before=was,
        after=now,
        where=side.locate(environment, route),
        environment=environment,
    )
