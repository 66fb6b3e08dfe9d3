"""From the graph to the calls that make up a run: for `run.py`, and for whoever else orchestrates the steps."""

from collections.abc import Iterator

from mlspec.backends.script.annotations import FRAME, METRICS, Annotations, annotate, measures
from mlspec.backends.script.champions import scored_again, scored_on
from mlspec.backends.script.identities import is_cached
from mlspec.backends.script.registrars import example_frame, registered_outputs
from mlspec.backends.script.release_module import ReleaseModule
from mlspec.backends.script.stage_lowering import context_read, outputs_read
from mlspec.backends.script.stage_module import StageModule as Stages
from mlspec.backends.script.watch_steps import asked_steps, watch_steps
from mlspec.ir.graph import Graph
from mlspec.ir.offer import Logged, StageCall, StageModule, TrackingModule
from mlspec.ir.step import Call, ColumnCheck, GateCheck, ModelTests, Registration, Step
from mlspec.vocabulary.record import evolve

VERDICTS = "verdicts"
VERSION = "version"
_HELD_OUT = ("holdout", "validation")


def stage_offer(
    graph: Graph, stages: Stages, tracking: TrackingModule | None, release: ReleaseModule | None
) -> StageModule:
    """One call a step, none of the registration where no tracker is; and what may go wrong."""
    steps = tuple(step for step in graph.steps if tracking or not isinstance(step.action, Registration))
    logs = dict(_logs(graph, annotate(graph), tracking.reference)) if tracking else {}
    judges = release is not None and release.places.judges
    refusing = judges or any(isinstance(step.action, (GateCheck, ModelTests)) for step in steps)
    return StageModule(
        path=f"{graph.output_folder}/stages.py",
        calls=tuple(_call(graph, step, release, logs.get(step.name, ())) for step in steps),
        watches=tuple(map(_watch_call, asked_steps(graph), watch_steps(graph))),
        faults=tuple(_faults(stages, steps, tracking, release)),
        refused="gates.Refused" if refusing else "",
    )


def _call(graph: Graph, step: Step, release: ReleaseModule | None, logs: tuple[Logged, ...]) -> StageCall:
    match step.action:
        case Registration():
            module = "release" if release and release.registrar else "tracking"
            return StageCall(step.name, f"{module}.register", _registered(graph, step), (VERSION,), logs)
        case GateCheck():
            return _gate_check(graph, step, release, logs)
        case _:
            takes = (*outputs_read(step), *context_read(step))
            return _worked(StageCall(step.name, f"stages.{step.name}", takes, step.outputs, logs), step)


def _faults(
    stages: Stages, steps: tuple[Step, ...], tracking: TrackingModule | None, release: ReleaseModule | None
) -> Iterator[str]:
    if any(isinstance(step.action, ColumnCheck) for step in steps):
        yield "columns.ColumnError"
    if stages.starts_programs:
        yield "stages.CommandError"
    if stages.asks_variables:
        yield "stages.VariableError"
    if any(isinstance(step.action, ModelTests) for step in steps):
        yield "stages.TestsError"
    if tracking is not None:
        yield "tracking.TrackingError"
    if release is not None and release.places.has_later:
        yield "release.ReleaseError"


def _watch_call(asked: Step, step: Step) -> StageCall:
    return _worked(StageCall(asked.name, f"stages.{step.name}", context_read(step), step.outputs), step)


def _worked(call: StageCall, step: Step) -> StageCall:
    """With how often it is tried, how long it may take, and how old what it gave may be to be used again."""
    return evolve(
        call,
        retries=step.retries,
        timeout_seconds=step.timeout_seconds if isinstance(step.action, Call) else None,
        cache_seconds=step.cache_seconds if is_cached(step) else None,
        key=f"stages.{step.name}_key" if is_cached(step) else "",
    )


def _registered(graph: Graph, step: Step) -> tuple[str, ...]:
    rows, measured = example_frame(graph), any(map(measures, graph.steps))
    known = (*([rows] if rows else []), *([METRICS] if measured else []))
    return (*registered_outputs(step), *known, "identity")


def _gate_check(graph: Graph, step: Step, release: ReleaseModule | None, logs: tuple[Logged, ...]) -> StageCall:
    champion = release.champion if release else None
    if champion is None:
        return StageCall(step.name, "stages.check_gates", (METRICS,), (VERDICTS,), logs)
    measured = scored_again(graph) if champion.again else None
    rows = scored_on(graph, measured) if measured else ()
    return StageCall(step.name, "release.check_gates", (METRICS, *rows), (VERDICTS,), logs)


def _logs(graph: Graph, annotations: Annotations, reference: str) -> Iterator[tuple[str, tuple[Logged, ...]]]:
    """What is logged after each step: a frame once, as the last step that gives it leaves it."""
    frames = [place for place, annotation in annotations.given.items() if annotation == FRAME]
    last = {name: step for step, name in frames}
    for step in graph.steps:
        logs = [_logged_frame(name) for name in step.outputs if last.get(name) == step.name]
        if reference in step.outputs and step.name == _last_giving(graph, reference):
            logs.append(Logged("tracking.log_reference", reference))
        if measures(step):
            logs.append(Logged("tracking.log_metrics", METRICS, named=False))
        if logs:
            yield step.name, tuple(logs)


def _last_giving(graph: Graph, name: str) -> str:
    return [step.name for step in graph.steps if name in step.outputs][-1]


def _logged_frame(name: str) -> Logged:
    return Logged("tracking.log_dataset", name, ("evaluation" if name in _HELD_OUT else "training",))
