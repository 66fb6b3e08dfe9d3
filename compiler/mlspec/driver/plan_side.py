"""One side of a plan: every model of a checked repository, with all that a comparison asks."""

from collections.abc import Callable, Iterator, Mapping

from mlspec.driver.checking import Checked, CheckedProject, check_projects
from mlspec.driver.compile import Compiled, compile_project
from mlspec.driver.project import View
from mlspec.driver.recording import RecordingTree
from mlspec.driver.sources import Sources
from mlspec.driver.view_facets import views_elsewhere
from mlspec.driver.workspace import Workspace
from mlspec.ir.facet import Facet
from mlspec.ir.graph import Graph
from mlspec.ir.step import Call
from mlspec.plan.change import Where
from mlspec.plan.parts import MONITOR, SERVICE
from mlspec.plan.side import Definition, Side
from mlspec.resolution.entrypoints import Bound
from mlspec.schema.place import place_of
from mlspec.source.route import Route
from mlspec.usercode.call_chain import CallChains
from mlspec.usercode.modules import SourceModules
from mlspec.vocabulary.record import evolve


def read_sides(workspace: Workspace, names: tuple[str, ...]) -> tuple[Checked, tuple[Side, ...]]:
    """The named models of the working tree, or all, where none of them has errors."""
    checked = check_projects(workspace, names)
    sides = () if checked.failed else tuple(side_of(workspace, one, in_base=False) for one in checked.projects)
    return checked, sides


def side_of(workspace: Workspace, one: CheckedProject, *, in_base: bool) -> Side:
    """A model that has no errors; `in_base` where its files are not those of the working tree."""
    compiled = compile_project(workspace, one)
    graph, project, fingerprints = compiled.graph, one.project, compiled.fingerprints
    beside = dict(_calls_beside(graph))
    moved = getattr(project.header, "moved", None)
    return Side(
        graph=graph,
        fingerprints=fingerprints,
        facets=graph.facets,
        elsewhere=tuple(_elsewhere(compiled)),
        code=tuple((part, _digests(one, calls)) for part, calls in beside.items()),
        files=lambda: _files(compile_project(workspace, one)),  # few are asked for, and to keep all fills the memory
        bases=tuple(_bases(one)),
        moved_from=moved.from_ if moved is not None else "",
        locate=_locator(one, in_base),
        trace=_tracer(one, graph, beside, in_base),
    )


def _elsewhere(compiled: Compiled) -> Iterator[tuple[str, tuple[Facet, ...]]]:
    """Environments that change something; what a variant changes is told and makes nothing run yet."""
    places = {environment.name for environment in compiled.graph.environments}
    for place, facets in compiled.elsewhere:
        yield place, facets if place in places else tuple(evolve(facet, effects=()) for facet in facets)


def _calls_beside(graph: Graph) -> Iterator[tuple[str, tuple[Call, ...]]]:
    """The functions that the service and the monitor call."""
    if graph.service is not None:
        found = (endpoint.predict for endpoint in graph.service.endpoints)
        yield SERVICE, tuple(call for call in found if call is not None)
    watch = graph.watch
    if watch is not None:
        steps = (watch.current, watch.labels.step if watch.labels else None)
        actions = (step.action for step in steps if step is not None)
        yield MONITOR, tuple(action for action in actions if isinstance(action, Call))


def _digests(one: CheckedProject, calls: tuple[Call, ...]) -> tuple[tuple[str, str], ...]:
    found = {digest for call in calls for digest in one.reached[call.module, call.function].digests}
    return tuple(sorted(found))


def _files(compiled: Compiled) -> tuple[tuple[str, str], ...]:
    return tuple((artifact.path, artifact.text) for artifact in compiled.artifacts)


def _bases(one: CheckedProject) -> Iterator[str]:
    if isinstance(one.tree, RecordingTree):
        for path, answer in sorted(one.tree.answers.items()):
            if path.endswith(".base.yaml") and answer[0] == "read":
                yield path


def _locator(one: CheckedProject, in_base: bool) -> Callable[[str, Route], Where | None]:
    """Finds lines; for an environment in what it says itself, where it says it."""
    sources = Sources(one.tree)
    views = {"": one.project.base, **dict(views_elsewhere(one.project))}

    def locate(environment: str, route: Route) -> Where | None:
        view: View | None = views.get(environment)
        place = place_of(view.layer.places, route) if view is not None and route else None
        source = sources.get(place.path) if place is not None and place.path else None
        if place is None or source is None:
            return None
        return Where(place.path, source.position(place.span.start).line, in_base)

    return locate


def _tracer(
    one: CheckedProject, graph: Graph, beside: Mapping[str, tuple[Call, ...]], in_base: bool
) -> Callable[[str, str], Definition]:
    """Finds who calls a definition; the modules are read again, since only what changed is asked for."""
    chains: list[CallChains] = []

    def trace(part: str, name: str) -> Definition:
        if not chains:
            chains.append(CallChains(SourceModules(one.tree, graph.source_roots)))
        for call in beside[part] if part in beside else _calls_of(graph, part):
            for bound in one.resolution.entrypoints:
                if isinstance(bound, Bound) and (bound.entry.module, bound.entry.function) == (
                    call.module,
                    call.function,
                ):
                    found = chains[0].find(bound.entry, name)
                    if found is not None:
                        return Definition(found.callers, Where(found.path, found.line, in_base))
        is_file = "/" in name or name.endswith(".py")
        return Definition((), Where(name, 0, in_base) if is_file else None)

    return trace


def _calls_of(graph: Graph, step: str) -> tuple[Call, ...]:
    found = graph.step(step)
    return tuple(action for action in (found.action, found.version) if isinstance(action, Call))
