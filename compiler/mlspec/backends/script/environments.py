"""From the environments of the graph to what `release.py` does with a version in each of them."""

from mlspec.backends.script.release_module import Places
from mlspec.codegen.code import Code
from mlspec.codegen.line_breaks import Expression, behind, group, laid_out
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.graph import Environment, Graph
from mlspec.ir.offer import TrackingModule
from mlspec.ir.step import GateCheck

LOCAL = "local"
"""The environment that is always there: one machine, which stands for all others."""

_ROW = 4


def lower_places(graph: Graph, tracking: TrackingModule) -> Places:
    """The environments in the order in which a model passes through them."""
    places = named_places(graph)
    if not places:
        alias = _only_alias(graph)
        return Places(alias=alias, entering="Let an alias name a version from now on." if alias else "")
    judges, copies = any(place.gates for place in places), bool(tracking.environments)
    asked = next((place.champion_alias for place in places if place.champion_alias), "")
    return Places(
        rows=tuple(laid_out(behind(f"{python_literal(place.name)}: ", _row(place)), _ROW, 1) for place in places),
        has_later=any(not place.builds for place in places),
        entering=_entering(judges, copies),
        judges=judges,
        champion=champion_at(graph, tracking, asked) if asked else Code(),
        copies=copies,
    )


def named_places(graph: Graph) -> tuple[Environment, ...]:
    """The environments that the spec declares."""
    return tuple(environment for environment in graph.environments if environment.name != LOCAL)


def champion_at(graph: Graph, tracking: TrackingModule, alias: str) -> Code:
    """The version that an alias names, in the store of the environment that gives the alias."""
    owner = next((place.name for place in graph.environments if place.alias == alias), "")
    store = f", tracking.store_of({python_literal(owner)})" if owner in tracking.environments else ""
    return Code(f"tracking.version_at({python_literal(alias)}{store})")


def _only_alias(graph: Graph) -> str:
    """Where there are no environments: that of the champion, by which a service finds the model too."""
    checks = (step.action for step in graph.steps if isinstance(step.action, GateCheck))
    champion = next((check.champion_alias for check in checks), "")
    return champion or (graph.service.alias if graph.service else "")


def _entering(judges: bool, copies: bool) -> str:
    passed = " that passes the gates there" if judges else ""
    where = ", in the environment's own store" if copies else ""
    return f"Let an environment name a version{passed}{where}{'' if passed or where else ' from now on'}."


def _row(place: Environment) -> Expression:
    arguments: list[Expression] = [Code(python_literal(place.alias))]
    if not place.builds:
        arguments.append(Code(f"after={python_literal(place.after)}"))
    if place.gates:
        arguments.append(Code(f"gates=gates.PROMOTIONS[{python_literal(place.name)}]"))
    return group("Environment(", arguments, ")")
