"""Models, their parts and what leads from one to another, as nodes and edges; with a plan, what happens to each."""

from collections.abc import Iterator
from itertools import pairwise

from mlspec.plan.change import ModelChange, Plan
from mlspec.plan.parts import MONITOR, SERVICE, Part, parts_of
from mlspec.plan.side import Side
from mlspec.vocabulary.alteration import Alteration
from mlspec.vocabulary.part_kind import PartKind
from mlspec.vocabulary.plan_action import PlanAction
from mlspec.vocabulary.record import record
from mlspec.vocabulary.role import Role


@record
class PictureNode:
    """A part of a model and what happens to it."""

    name: str
    kind: PartKind
    action: PlanAction = PlanAction.NOTHING


@record
class PictureModel:
    """A model with its parts, and the ways from one part to another; `uses` names the models that it asks."""

    name: str
    nodes: tuple[PictureNode, ...]
    edges: tuple[tuple[str, str], ...]
    uses: tuple[str, ...] = ()
    alteration: Alteration | None = None


def picture_of(sides: tuple[Side, ...], plan: Plan | None = None) -> tuple[PictureModel, ...]:
    """All models; with a plan those that differ, and those that these reach."""
    if plan is None:
        return tuple(_model(side, None) for side in sides)
    changes = {model.name: model for model in plan.models}
    shown = {*changes, *(reached.name for model in plan.models for reached in model.reach)}
    gone = (_gone(model) for model in plan.models if model.alteration is Alteration.REMOVED)
    return (*gone, *(_model(side, changes.get(side.name)) for side in sides if side.name in shown))


def _model(side: Side, change: ModelChange | None) -> PictureModel:
    parts = parts_of(side)
    actions = {part.name: part.action for part in change.parts} if change else {}
    nodes = tuple(PictureNode(part.name, part.kind, actions.get(part.name, PlanAction.NOTHING)) for part in parts)
    lost = (part for part in change.parts if part.action is PlanAction.REMOVE) if change else ()
    uses = side.graph.service.uses if side.graph.service is not None else ()
    return PictureModel(
        name=side.name,
        nodes=(*nodes, *(PictureNode(part.name, part.kind, part.action) for part in lost)),
        edges=tuple(dict.fromkeys(_edges(side, parts))),
        uses=tuple(use.spec for use in uses if use.spec),
        alteration=change.alteration if change else None,
    )


def _gone(change: ModelChange) -> PictureModel:
    nodes = tuple(PictureNode(part.name, part.kind, part.action) for part in change.parts)
    return PictureModel(change.name, nodes, (), (), change.alteration)


def _edges(side: Side, parts: tuple[Part, ...]) -> Iterator[tuple[str, str]]:
    """From steps to those that take what they give; then the way through the environments to the service."""
    givers: dict[str, str] = {}
    names = {part.name for part in parts}
    last, registered, gates = "", "", list[str]()
    for part in parts:
        if part.kind is not PartKind.STEP:
            continue
        yield from ((givers[name], part.name) for name in part.inputs if name in givers)
        if part.role is Role.REGISTER:
            yield from ((gate, part.name) for gate in gates)
        gates += [part.name] if part.role is Role.GATES else []
        givers.update(dict.fromkeys(part.outputs, part.name))
        last, registered = part.name, part.name if part.role is Role.REGISTER else registered
    for environment in side.graph.environments:
        before = environment.after or registered
        yield from ((before, environment.name),) if before else ()
    end = side.graph.environments[-1].name if side.graph.environments else registered or last
    chain = [end, *(name for name in (SERVICE, MONITOR, "retrain") if name in names)]
    yield from ((one, other) for one, other in pairwise(chain) if one)
