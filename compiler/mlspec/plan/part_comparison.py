"""What happens to every part of a model that both sides have: own causes first, then what follows from other parts."""

from collections.abc import Iterable, Iterator, Mapping

from mlspec.plan.change import Cause, PartChange
from mlspec.plan.derived_comparison import derived_causes
from mlspec.plan.facet_comparison import FacetChange, added_field, removed_field
from mlspec.plan.fingerprint_comparison import code_causes, lost_steps, own_causes, pin_causes
from mlspec.plan.impact import impact_of
from mlspec.plan.parts import Part, owners_of, parts_of
from mlspec.plan.side import Side
from mlspec.source.route import Route
from mlspec.vocabulary.alteration import Alteration
from mlspec.vocabulary.effect import Effect
from mlspec.vocabulary.part_kind import PartKind
from mlspec.vocabulary.plan_action import PlanAction
from mlspec.vocabulary.plan_cause import PlanCause
from mlspec.vocabulary.record import evolve, record
from mlspec.vocabulary.role import Role

_BY_EFFECT = {
    Effect.NOTHING: PlanAction.NOTHING,
    Effect.IN_PLACE: PlanAction.UPDATE,
    Effect.RESTART: PlanAction.RESTART,
    Effect.ROLLOUT: PlanAction.ROLLOUT,
    Effect.RERUN: PlanAction.RUN,
}
_ORDER = {action: number for number, action in enumerate(PlanAction)}
_RUNNING = (PlanAction.RUN, PlanAction.BOOTSTRAP)


@record
class _Owned:
    """A cause that concerns a part, and what it makes of it."""

    part: str
    action: PlanAction
    cause: Cause


def compare_parts(
    before: Side, after: Side, facets: tuple[FacetChange, ...]
) -> tuple[tuple[PartChange, ...], tuple[Cause, ...]]:
    """Every part of either side, and the causes that make nothing run."""
    old, new = parts_of(before), parts_of(after)
    owned = list(_owned(before, after, new, old, facets))
    by_part: dict[str, list[_Owned]] = {}
    for one in owned:
        by_part.setdefault(one.part, []).append(one)
    former = {part.name for part in old}
    changes = _follow(tuple(_own_change(part, by_part, former, before, after) for part in new), new)
    gone = tuple(part for part in old if part.name not in {part.name for part in new})
    whole = [part.route for part in (*gone, *(part for part in new if part.name not in former))]
    told = {one.cause for one in owned}
    quiet = (change for change in facets if change.cause not in told and not _is_below(change.facet.route, whole))
    return (*(_gone(part, before) for part in gone), *_restore(changes)), tuple(change.cause for change in quiet)


def new_parts(side: Side) -> tuple[PartChange, ...]:
    """The parts of a model that the base does not have."""
    return tuple(_change(part, PlanAction.BOOTSTRAP, ()) for part in parts_of(side))


def lost_parts(side: Side) -> tuple[PartChange, ...]:
    """The parts of a model that only the base has."""
    return tuple(_change(part, PlanAction.REMOVE, ()) for part in parts_of(side))


def _owned(
    before: Side, after: Side, parts: tuple[Part, ...], former: tuple[Part, ...], facets: tuple[FacetChange, ...]
) -> Iterator[_Owned]:
    building = {one.name for one in after.graph.environments if one.builds}
    both = {part.name for part in former}
    for change in facets:
        candidates = former if change.cause.alteration is Alteration.REMOVED else parts
        for role, effect in change.facet.effects:
            for part in owners_of(candidates, change.facet, role):
                yield from _by_facet(part, effect, change, change.cause.environment, building)
    for part in parts:
        if part.name in both and part.kind is PartKind.STEP:
            for cause in own_causes(before, after, part.name):
                yield _Owned(part.name, PlanAction.RUN, cause)
        elif part.name in both and part.kind in _WITH_CODE:
            pins = pin_causes(before, after) if after.code_of(part.name) else ()
            derived = derived_causes(before, after, part)
            for cause in (*derived, *code_causes(before, after, part.name), *pins):
                yield _Owned(part.name, _WITH_CODE[part.kind], cause)


_WITH_CODE = {
    PartKind.ENVIRONMENT: PlanAction.UPDATE,
    PartKind.SERVICE: PlanAction.ROLLOUT,
    PartKind.MONITOR: PlanAction.UPDATE,
}


def _by_facet(
    part: Part, effect: Effect, change: FacetChange, environment: str, building: set[str]
) -> Iterator[_Owned]:
    """What a facet does to a part that owns it.

    Steps are compiled from the spec without any environment: to the environment that builds, what it says of them makes
    no difference, and elsewhere it concerns the way of the finished model.
    """
    if effect is Effect.NOTHING or (part.kind is PartKind.STEP and environment in building):
        return
    if part.kind is PartKind.STEP and environment:
        action = PlanAction.PROMOTE if effect is Effect.RERUN else PlanAction.UPDATE
        yield _Owned(environment, action, change.cause)
    else:
        yield _Owned(part.name, _BY_EFFECT[effect], change.cause)


def _own_change(
    part: Part, owned: Mapping[str, list[_Owned]], former: set[str], before: Side, after: Side
) -> PartChange:
    if part.name not in former:
        return _change(part, PlanAction.BOOTSTRAP, (added_field(after, part.route),))
    own = owned.get(part.name, [])
    strongest = max((one.action for one in own), key=_ORDER.__getitem__, default=PlanAction.NOTHING)
    lost = tuple(lost_steps(before, after, part.name)) if part.kind is PartKind.STEP else ()
    action = PlanAction.RUN if lost else strongest
    return _change(part, action, (*lost, *_arranged(own)))


def _arranged(own: Iterable[_Owned]) -> tuple[Cause, ...]:
    """That nobody is asked any more, then the causes of the strongest action, and among them what was removed."""
    order = {alteration: number for number, alteration in enumerate(Alteration)}
    ranked = sorted(own, key=lambda one: (-_ORDER[one.action], order[one.cause.alteration]))
    causes = dict.fromkeys(one.cause for one in ranked)
    return tuple(sorted(causes, key=lambda cause: cause.kind is not PlanCause.APPROVAL))


def _follow(changes: tuple[PartChange, ...], parts: tuple[Part, ...]) -> tuple[PartChange, ...]:
    """Steps run after those that they take something from, environments and the service after the registration."""
    producers: dict[str, str] = {}
    running: set[str] = set()
    done = []
    for change, part in zip(changes, parts, strict=True):
        needs = tuple(dict.fromkeys(producers[name] for name in part.inputs if name in producers))
        if part.kind is PartKind.STEP:
            behind = tuple(name for name in needs if name in running)
            change = _after(change, part, PlanAction.RUN, behind)  # noqa: PLW2901 - grows on the way
            producers.update(dict.fromkeys(part.outputs, part.name))
        elif part.kind in _SERVED and _registration(parts) in running:
            change = _after(change, part, _SERVED[part.kind], (_registration(parts),))  # noqa: PLW2901 - as above
        if change.action in _RUNNING:
            running.add(part.name)
        done.append(evolve(change, needs=needs))
    return tuple(done)


_SERVED = {PartKind.ENVIRONMENT: PlanAction.PROMOTE, PartKind.SERVICE: PlanAction.ROLLOUT}


def _after(change: PartChange, part: Part, action: PlanAction, behind: tuple[str, ...]) -> PartChange:
    if not behind or change.action is PlanAction.BOOTSTRAP:
        return change
    causes = (*change.causes, *(Cause(PlanCause.STEP, name, Alteration.CHANGED) for name in behind))
    stronger = max(change.action, action, key=_ORDER.__getitem__)
    return _change(part, stronger, causes)


def _registration(parts: tuple[Part, ...]) -> str:
    return next((part.name for part in parts if part.kind is PartKind.STEP and part.role is Role.REGISTER), "")


def _restore(changes: tuple[PartChange, ...]) -> tuple[PartChange, ...]:
    """A step that stays as it was is restored where one that runs takes its output, and what it takes is too."""
    needed: dict[str, list[str]] = {}
    for change in reversed(changes):
        wanted = change.action in _RUNNING or change.name in needed
        for name in change.needs if wanted and change.kind is PartKind.STEP else ():
            needed.setdefault(name, []).append(change.name)
    return tuple(_restored(change, tuple(reversed(needed.get(change.name, ())))) for change in changes)


def _restored(change: PartChange, needed_by: tuple[str, ...]) -> PartChange:
    if not needed_by or change.kind is not PartKind.STEP or change.action in _RUNNING:
        return change
    is_idle = change.action is PlanAction.NOTHING
    return evolve(change, action=PlanAction.RESTORE if is_idle else change.action, needed_by=needed_by)


def _gone(part: Part, before: Side) -> PartChange:
    return _change(part, PlanAction.REMOVE, (removed_field(before, part.route),))


def _change(part: Part, action: PlanAction, causes: tuple[Cause, ...]) -> PartChange:
    impact = impact_of(part.kind, part.role, action)
    return PartChange(part.name, part.kind, action, impact, causes, approval=part.approval)


def _is_below(route: Route, others: list[Route]) -> bool:
    return any(route[: len(other)] == other for other in others)
