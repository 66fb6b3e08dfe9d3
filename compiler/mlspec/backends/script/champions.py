"""How `release.py` gets the metrics of the champion: measured on the same rows as the new model's, or as recorded."""

from collections.abc import Iterator

from mlspec.backends.script.annotations import METRICS, Annotations, measures
from mlspec.backends.script.environments import champion_at
from mlspec.backends.script.names import variable
from mlspec.backends.script.release_module import ChampionCheck
from mlspec.backends.script.stage_lowering import context_read, outputs_read
from mlspec.codegen.code import Code, identifier
from mlspec.codegen.line_breaks import Expression, behind, group, laid_out
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.graph import Graph
from mlspec.ir.offer import TrackingModule
from mlspec.ir.step import Call, GateCheck, Registration, Step
from mlspec.vocabulary.role import Role

_ROW = 4
_RUN_TYPES = {"Any", "Path", "bool", "bytes", "dict[str, float]", "float", "int", "pd.DataFrame", "str"}


def lower_champion(graph: Graph, annotations: Annotations, tracking: TrackingModule) -> ChampionCheck | None:
    """The function between the steps and the gates; None where no gate asks for a champion."""
    check = next((step.action for step in graph.steps if isinstance(step.action, GateCheck)), None)
    if check is None or not check.champion_alias:
        return None
    found = champion_at(graph, tracking, check.champion_alias)
    measured = scored_again(graph) if check.score_again else None
    if measured is None:
        summary = "Hold a new model against the gates and against what was recorded of the champion."
        recorded = (Code("return stages.check_gates(metrics, None if champion is None else champion.metrics)"),)
        return ChampionCheck(_check_signature(()), summary, found, again=False, lines=recorded)
    summary = "Hold a new model against the gates and against the champion, which is scored again on the same rows."
    typed = (f"{variable(name)}: {_type_of(annotations, measured, name)}" for name in scored_on(graph, measured))
    lines = tuple(_scoring(graph, measured))
    return ChampionCheck(_check_signature(tuple(typed)), summary, found, again=True, lines=lines)


def scored_again(graph: Graph) -> Step | None:
    """The step that can measure a champion: of all that is trained, it takes only what the registry gives back."""
    registered = _registered(graph)
    trained = {name for step in graph.steps if step.role is Role.TRAIN for name in step.outputs}
    for step in graph.steps:
        if step.role is Role.EVALUATE and isinstance(step.action, Call) and measures(step):
            taken = set(outputs_read(step)) & trained
            return step if taken and taken <= registered.keys() else None
    return None


def scored_on(graph: Graph, measured: Step) -> tuple[str, ...]:
    """What the champion is measured with beside itself."""
    registered = _registered(graph)
    return tuple(name for name in (*outputs_read(measured), *context_read(measured)) if name not in registered)


def _scoring(graph: Graph, measured: Step) -> Iterator[Code]:
    """The champion measured on the same rows: at a stroke where that fits a line, else loaded first."""
    metrics = f")[{measured.outputs.index(METRICS)}]" if len(measured.outputs) > 1 else ")"
    again = group(f"stages.{measured.name}(", _champion_arguments(graph, measured, "tracking.load(champion)"), metrics)
    line = laid_out(behind("scored_again = None if champion is None else ", again), _ROW)
    if "\n" not in line and len(_registered(graph)) == 1:
        yield line
    else:
        again = group(
            f"scored_again = stages.{measured.name}(", _champion_arguments(graph, measured, "loaded"), metrics
        )
        yield from map(Code, ("if champion is None:", "    return stages.check_gates(metrics, None)"))
        yield Code("loaded = tracking.load(champion)")
        yield laid_out(again, _ROW)
    yield Code("return stages.check_gates(metrics, scored_again)")


def _champion_arguments(graph: Graph, measured: Step, loaded: str) -> Iterator[Expression]:
    registered = _registered(graph)
    for name in outputs_read(measured):
        yield Code(f"{loaded}{registered[name]}") if name in registered else variable(name)
    yield from map(identifier, context_read(measured))


def _registered(graph: Graph) -> dict[str, str]:
    """The outputs that a loaded version gives back, and what of it each one is."""
    step = next((step for step in graph.steps if isinstance(step.action, Registration)), None)
    if step is None or not isinstance(step.action, Registration):
        return {}
    if step.action.files:
        return {} if step.action.load else {output: f"[{python_literal(name)}]" for name, output in step.action.files}
    return {step.inputs[0]: ""}


def _check_signature(others: tuple[str, ...]) -> Code:
    parameters = map(Code, (f"{METRICS}: Mapping[str, float]", *others))
    return laid_out(group("def check_gates(", parameters, ") -> list[gates.Verdict]:"))


def _type_of(annotations: Annotations, step: Step, name: str) -> str:
    known = annotations.taken.get((step.name, name))
    return known.text if known is not None and known.text in _RUN_TYPES else "Any"
