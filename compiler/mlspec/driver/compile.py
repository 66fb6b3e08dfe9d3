"""Compiling: from checked specs to the files that shall stand in the repository."""

import json
from collections.abc import Iterator

from mlspec.codegen.artifact import Artifact, Emission
from mlspec.codegen.backend import Request
from mlspec.driver.checking import Checked, CheckedProject
from mlspec.driver.file_digests import InputDigests, digest_file
from mlspec.driver.options import Choice
from mlspec.driver.registry import load_named
from mlspec.driver.view_facets import facets_elsewhere, facets_in_view
from mlspec.driver.workspace import Workspace
from mlspec.ir.facet import Facet
from mlspec.ir.fingerprint import Fingerprint
from mlspec.ir.graph import Graph
from mlspec.ir.offer import Covers, MonitorModule, NotCompiled, Offer
from mlspec.ir.step import Call, Step
from mlspec.lowering.fingerprinting import CodeDigests, fingerprint_steps, spec_digest
from mlspec.lowering.graph import Surroundings, lower_graph
from mlspec.output.lock import Lock
from mlspec.source.route import Route, format_route
from mlspec.spec.project import SECTIONS
from mlspec.version import LANGUAGE, VERSION
from mlspec.vocabulary.checklist import ChecklistItem
from mlspec.vocabulary.concern import Concern
from mlspec.vocabulary.record import record


@record
class Compiled:
    """One project: its files, the lock that will own them (digests are taken when it is written), the way there.

    `elsewhere` is what the spec means in each environment and variant in which that is not what the graph says.
    """

    one: CheckedProject
    graph: Graph
    fingerprints: tuple[Fingerprint, ...]
    artifacts: tuple[Artifact, ...]
    offers: tuple[Offer, ...]
    lock: Lock
    not_compiled: tuple[str, ...]
    elsewhere: tuple[tuple[str, tuple[Facet, ...]], ...]


def compile_projects(workspace: Workspace, checked: Checked) -> Iterator[Compiled]:
    """Compile every project; the specs have to be free of errors."""
    for one in checked.projects:
        yield compile_project(workspace, one)


def compile_project(workspace: Workspace, one: CheckedProject) -> Compiled:
    """Compile one project."""
    graph = lower_project(workspace, one)
    fingerprints = fingerprint_steps(graph, _code_digests(one, graph))
    elsewhere = tuple(facets_elsewhere(workspace.settings, one.project, one.options.choices))
    digest = spec_digest(graph.facets, elsewhere)
    emission = _emit_all(one.options.choices, graph, fingerprints, digest)
    own = Artifact(f"{graph.output_folder}/fingerprints.json", _fingerprints_text(digest, fingerprints))
    artifacts = tuple(sorted((*emission.artifacts, own), key=lambda artifact: artifact.path))
    return Compiled(
        one=one,
        graph=graph,
        fingerprints=fingerprints,
        artifacts=artifacts,
        offers=emission.offers,
        lock=Lock(VERSION, LANGUAGE, (), fingerprints, graph.facets),
        not_compiled=tuple(_not_compiled(one, emission)),
        elsewhere=elsewhere,
    )


def lower_project(workspace: Workspace, one: CheckedProject) -> Graph:
    """The graph of a project that has no errors."""
    project = one.project
    sections = project.base.sections
    surroundings = Surroundings(
        spec_path=project.path,
        output_folder=f"{workspace.settings.output}/{project.name}",
        pins=one.requirements.pins,
        digest_file=lambda path: digest_file(one.tree, path),
        digest_input=InputDigests(one.tree, workspace.settings.output).digest,
        facets=facets_in_view(workspace.settings, project.header, project.base, one.options.choices),
    )
    environments = {view.environment: view.sections for view in project.environments}
    return lower_graph(project.header, sections, environments, one.resolution, surroundings)


def _emit_all(
    choices: tuple[Choice, ...], graph: Graph, fingerprints: tuple[Fingerprint, ...], digest: str
) -> Emission:
    artifacts: list[Artifact] = []
    offers: list[Offer] = []
    for choice in choices:
        if not choice.backend.emit:
            continue
        request = Request(graph, fingerprints, digest, choice.options, choice.environments, tuple(offers))
        emission: Emission = load_named(choice.backend.emit)(load_named(choice.backend.lower)(request))
        artifacts.extend(emission.artifacts)
        offers.extend(emission.offers)
    return Emission(tuple(artifacts), tuple(offers))


def _code_digests(one: CheckedProject, graph: Graph) -> dict[str, CodeDigests]:
    digests = {step.name: _digests_of(one, step) for step in graph.steps}
    return {name: found for name, found in digests.items() if found is not None}


def _digests_of(one: CheckedProject, step: Step) -> CodeDigests | None:
    calls = [action for action in (step.action, step.version) if isinstance(action, Call)]
    reached = [one.reached[call.module, call.function] for call in calls]
    definitions = {digest for reach in reached for digest in reach.digests}
    notes = {note.message for reach in reached for note in reach.notes}
    return CodeDigests(tuple(sorted(definitions)), tuple(sorted(notes))) if reached else None


def _fingerprints_text(digest: str, fingerprints: tuple[Fingerprint, ...]) -> str:
    steps = {fingerprint.step: fingerprint.digest for fingerprint in fingerprints}
    return json.dumps({"spec": digest, "steps": steps}, indent=2) + "\n"


def _not_compiled(one: CheckedProject, emission: Emission) -> Iterator[str]:
    """What the spec asks for and nothing compiles yet, as routes in the order of the lifecycle, and what stands in."""
    missing: dict[Route, str] = dict.fromkeys(((name,) for name in _uncompiled_sections(one, emission.offers)), "")
    for choice in one.options.choices:
        if choice.route and not choice.backend.emit and choice.route[:1] not in missing:
            is_orchestrator = choice.backend.concern is Concern.ORCHESTRATION
            missing[choice.route] = "run.py stands in" if is_orchestrator and _has_run(emission.artifacts) else ""
    missing |= {offer.route: offer.stands_in for offer in emission.offers if isinstance(offer, NotCompiled)}
    missing |= dict.fromkeys(_steps_in_environments(one), "")
    order = tuple(SECTIONS)
    for route in sorted(missing, key=lambda route: (order.index(str(route[0])), format_route(route))):
        yield format_route(route) + (f" ({missing[route]})" if missing[route] else "")


def _uncompiled_sections(one: CheckedProject, offers: tuple[Offer, ...]) -> Iterator[str]:
    """Sections that no back end of the project takes up."""
    taken_up = set()
    if any(isinstance(offer, MonitorModule) for offer in offers):
        taken_up.add("monitor")
    if any(isinstance(offer, Covers) and offer.item is ChecklistItem.RETRAINING for offer in offers):
        taken_up.add("retrain")
    present = one.project.base.sections
    yield from (name for name in _BESIDE if present.get(name) is not None and name not in taken_up)


def _steps_in_environments(one: CheckedProject) -> Iterator[Route]:
    """What the environment that builds says of steps, which are compiled as they are without it."""
    declared = one.project.base.sections.get("environments")
    for view in one.project.environments:
        if declared is not None and declared.root[view.environment].builds:
            yield from (("environments", view.environment, name) for name in _OF_STEPS if name in view.changed)


def _has_run(artifacts: tuple[Artifact, ...]) -> bool:
    return any(artifact.path.endswith("/run.py") for artifact in artifacts)


_OF_STEPS = ("runtime", "data", "predicts", "train", "evaluate", "register")
_BESIDE = ("exports", "score", "monitor", "retrain", "jobs", "variants")
