"""The parts of a model that a plan speaks of, and which of them own a field of the spec."""

from collections.abc import Iterable, Iterator

from mlspec.ir.facet import Facet
from mlspec.ir.graph import Graph
from mlspec.plan.side import Side
from mlspec.source.route import Route
from mlspec.vocabulary.part_kind import PartKind
from mlspec.vocabulary.record import record
from mlspec.vocabulary.role import Role

SERVICE = "deploy"
MONITOR = "monitor"


@record
class Part:
    """One part: its role, the route that it is declared at, and the names that wire a step."""

    name: str
    kind: PartKind
    role: Role
    route: Route
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    approval: bool = False


def parts_of(side: Side) -> tuple[Part, ...]:
    """All parts in the order of the lifecycle."""
    graph = side.graph
    steps = (Part(step.name, PartKind.STEP, step.role, step.route, step.inputs, step.outputs) for step in graph.steps)
    return (*steps, *_environments(graph), *_beside(graph), *_by_role(side.facets))


def owners_of(parts: Iterable[Part], facet: Facet, role: Role) -> tuple[Part, ...]:
    """The parts that a change of a facet concerns by a role: those nearest above it, else all of the role.

    What stands within an environment concerns that environment, whatever the role.
    """
    known = tuple(parts)
    places = [part for part in known if part.kind is PartKind.ENVIRONMENT and _is_above(part, facet.route)]
    if places:
        return tuple(places)
    candidates = [part for part in known if part.role is role and part.kind is not PartKind.ENVIRONMENT]
    if len(candidates) < 2:
        return tuple(candidates)
    above = [part for part in candidates if _is_above(part, facet.route)]
    nearest = max((len(part.route) for part in above), default=0)
    return tuple(part for part in above if len(part.route) == nearest) or tuple(candidates)


def _is_above(part: Part, route: Route) -> bool:
    return route[: len(part.route)] == part.route


def _environments(graph: Graph) -> Iterator[Part]:
    for one in graph.environments:
        yield Part(one.name, PartKind.ENVIRONMENT, Role.REGISTER, ("environments", one.name), approval=one.approval)


def _beside(graph: Graph) -> Iterator[Part]:
    if graph.service is not None:
        yield Part(SERVICE, PartKind.SERVICE, Role.DEPLOY, ("deploy",))
    if graph.watch is not None:
        yield Part(MONITOR, PartKind.MONITOR, Role.MONITOR, ("monitor",))
    if graph.retraining is not None:
        yield Part("retrain", PartKind.RETRAINING, Role.RETRAIN, ("retrain",))


def _by_role(facets: tuple[Facet, ...]) -> Iterator[Part]:
    """What the graph has no record of is there where the spec has fields of its role."""
    found: dict[str, Part] = {}
    for facet in facets:
        for role, _ in facet.effects:
            if role is Role.SCORE:
                found["score"] = Part("score", PartKind.SCORING, role, facet.route[:1])
            elif role is Role.JOB:
                name = f"jobs.{facet.route[1]}"
                found[name] = Part(name, PartKind.JOB, role, facet.route[:2])
    yield from (found[name] for name in sorted(found, reverse=True))
