"""From the graph and the tracker's offer to `run.py`."""

from collections.abc import Iterator

from mlspec.backends.script.annotations import FRAME, Annotation, annotate_outputs
from mlspec.backends.script.command_line import ChampionCheck, CommandLine, EnvironmentRow, Logs, StepRow
from mlspec.backends.script.expressions import variable
from mlspec.backends.script.stage_bodies import measures
from mlspec.backends.script.stage_lowering import context_read, outputs_read
from mlspec.codegen.backend import Request
from mlspec.codegen.code import Code, identifier
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.binding import FromOutput
from mlspec.ir.graph import Environment, Graph
from mlspec.ir.offer import TrackingModule
from mlspec.ir.step import Call, ColumnCheck, Command, GateCheck, ModelTests, Registration, Split, Step
from mlspec.vocabulary.role import Role

_LOCAL = "local"


def lower_command_line(request: Request) -> CommandLine | None:
    """The whole module; None where the project has no step to run."""
    graph = request.graph
    tracked = any(isinstance(offer, TrackingModule) for offer in request.offers)
    steps = tuple(step for step in graph.steps if tracked or not isinstance(step.action, Registration))
    if not steps:
        return None
    annotations = annotate_outputs(graph)
    registers = any(isinstance(step.action, Registration) for step in steps)
    gated = any(isinstance(step.action, GateCheck) for step in steps)
    champion = _champion(graph, annotations) if tracked else None
    promotes = registers and any(environment.gates for environment in graph.environments)
    return CommandLine(
        name=graph.name,
        spec_path=graph.spec_path,
        up=graph.output_folder.count("/") + 1,
        work=f".mlspec/work/{graph.name}",
        shows_frames=champion is not None and "pd.DataFrame" in champion.parameters,
        imports=tuple(map(Code, _imports(graph, tracked, gated or promotes))),
        limits_threads=any(name == "scikit-learn" for name, _ in graph.pins),
        starts_programs=any(isinstance(step.action, Command) for step in steps),
        steps=tuple(StepRow(_row(graph, step, champion)) for step in steps),
        environments=tuple(_environments(graph, registers)),
        promotes_by_gates=promotes,
        tracked=tracked,
        untracked=not tracked,
        registers=registers,
        reuses=registers and _is_versioned(steps),
        measures=any(measures(step) for step in steps),
        gated=gated,
        champion=champion,
        checked_again=Code(', "verdicts": _check_again(version)') if registers and gated and _is_versioned(steps) else Code(),
        absent=_absent(graph, steps, champion),
        logs=tuple(_logs(graph, annotations)) if tracked else (),
        frames=_frames(graph, annotations),
        faults=_faults(graph, steps, tracked),
    )


def _champion(graph: Graph, annotations: dict[str, Annotation]) -> ChampionCheck | None:
    check = next((step.action for step in graph.steps if isinstance(step.action, GateCheck)), None)
    if check is None or not check.champion_alias:
        return None
    measured = next((step for step in graph.steps if step.role is Role.EVALUATE and isinstance(step.action, Call)), None)
    if not check.score_again or measured is None:
        summary = "Hold a new model against the gates and against what was recorded of the champion."
        return ChampionCheck(check.champion_alias, Code("metrics: Mapping[str, float]"), summary, Code())
    others = [name for name in (*outputs_read(measured), *context_read(measured)) if name != _model(graph)]
    typed = [f"{variable(name)}: {annotations[name].text if name in annotations else 'Any'}" for name in others]
    arguments = ["tracking.load(champion)" if name == _model(graph) else str(variable(name)) for name in outputs_read(measured)]
    arguments += [str(identifier(name)) for name in context_read(measured)]
    return ChampionCheck(
        alias=check.champion_alias,
        parameters=Code(", ".join(["metrics: Mapping[str, float]", *typed])),
        summary="Hold a new model against the gates and against the champion, which is scored again on the same rows.",
        again=Code(f"stages.{measured.name}({', '.join(arguments)})"),
    )


def _model(graph: Graph) -> str:
    registered = next((step for step in graph.steps if isinstance(step.action, Registration)), None)
    return registered.inputs[0] if registered and registered.inputs else "model"


def _row(graph: Graph, step: Step, champion: ChampionCheck | None) -> Code:
    match step.action:
        case Registration():
            run = "tracking.register"
            takes: tuple[str, ...] = (*step.inputs[:1], _example(graph), "metrics", "identity")
            gives: tuple[str, ...] = ("version",)
        case GateCheck():
            run = "check_gates" if champion else "stages.check_gates"
            again = _scored_on(graph) if champion and champion.again else ()
            takes, gives = ("metrics", *again, *(() if champion else ("champion",))), ("verdicts",)
        case _:
            run = f"stages.{step.name}"
            takes, gives = (*outputs_read(step), *context_read(step)), step.outputs
    arguments = [python_literal(step.name), run, python_literal(takes)]
    return Code(", ".join([*arguments, *([python_literal(gives)] if gives else [])]))


def _scored_on(graph: Graph) -> tuple[str, ...]:
    measured = next(step for step in graph.steps if step.role is Role.EVALUATE and isinstance(step.action, Call))
    return tuple(name for name in (*outputs_read(measured), *context_read(measured)) if name != _model(graph))


def _example(graph: Graph) -> str:
    frames = [name for step in graph.steps if isinstance(step.action, (ColumnCheck, Split)) for name in step.outputs]
    return "holdout" if "holdout" in frames else frames[-1] if frames else "rows"


def _absent(graph: Graph, steps: tuple[Step, ...], champion: ChampionCheck | None) -> Code:
    """What a step takes and no step gives: it is None, or empty for metrics."""
    given = {name for step in steps for name in step.outputs} | {"as_of", "identity"}
    absent = {}
    if any(isinstance(step.action, Registration) for step in steps):
        absent = {_example(graph): "None", "metrics": "{}"}
    if champion is None and any(isinstance(step.action, GateCheck) for step in steps):
        absent["champion"] = "None"
    return Code("".join(f", {python_literal(name)}: {value}" for name, value in absent.items() if name not in given))


def _is_versioned(steps: tuple[Step, ...]) -> bool:
    """Whether all data has a version: else nobody can tell that a model was made of the same data."""
    return all(step.version is not None for step in steps if step.role is Role.DATA and isinstance(step.action, (Call, Command)))


def _environments(graph: Graph, registers: bool) -> Iterator[EnvironmentRow]:
    aliases = tuple(dict.fromkeys(environment.alias for environment in graph.environments if environment.alias))
    yield EnvironmentRow(_LOCAL, Code(python_literal(aliases if registers else ())))
    by_name = {environment.name: environment for environment in graph.environments}
    for environment in graph.environments:
        if environment.name != _LOCAL and (registers or environment.builds):
            yield EnvironmentRow(environment.name, _environment(environment, by_name))


def _environment(environment: Environment, by_name: dict[str, Environment]) -> Code:
    arguments = [python_literal((environment.alias,) if environment.alias else ())]
    if not environment.builds:
        arguments.append(f"comes_from={python_literal(by_name[environment.after].alias)}")
    if environment.gates:
        arguments.append(f"gates=gates.PROMOTIONS[{python_literal(environment.name)}]")
    return Code(", ".join(arguments))


def _logs(graph: Graph, annotations: dict[str, Annotation]) -> Iterator[Logs]:
    last = {name: step.name for step in graph.steps for name in step.outputs if annotations[name] == FRAME}
    for step in graph.steps:
        lines = [_logged_frame(name) for name in step.outputs if last.get(name) == step.name]
        if measures(step):
            lines.append("tracking.log_metrics(values[\"metrics\"])")
        if lines:
            yield Logs(step.name, tuple(map(Code, lines)))


def _logged_frame(name: str) -> str:
    context = "evaluation" if name in ("holdout", "validation") else "training"
    return f"tracking.log_dataset({python_literal(name)}, values[{python_literal(name)}], {python_literal(context)})"


def _frames(graph: Graph, annotations: dict[str, Annotation]) -> Code:
    names = dict.fromkeys(name for step in graph.steps for name in step.outputs if annotations[name] == FRAME)
    said = {"holdout": "held out", "validation": "for validation"}
    trained_on = _trained_on(graph)
    words = {name: "trained on" if name in trained_on else said.get(name, f"of {name}") for name in names}
    return Code(python_literal(words)) if words else Code()


def _trained_on(graph: Graph) -> frozenset[str]:
    return frozenset(
        binding.source.name
        for step in graph.steps
        if step.role is Role.TRAIN and isinstance(step.action, Call)
        for binding in step.action.bindings
        if isinstance(binding.source, FromOutput)
    )


def _imports(graph: Graph, tracked: bool, gated: bool) -> Iterator[str]:
    if any(isinstance(step.action, ColumnCheck) for step in graph.steps):
        yield "import columns"
    if gated or any(measures(step) for step in graph.steps):
        yield "import gates"
    yield "import stages"
    if tracked:
        yield "import tracking"


def _faults(graph: Graph, steps: tuple[Step, ...], tracked: bool) -> Code:
    faults = ["columns.ColumnError"] if any(isinstance(step.action, ColumnCheck) for step in steps) else []
    faults += ["subprocess.CalledProcessError"] if any(isinstance(step.action, Command) for step in steps) else []
    faults += ["tracking.TrackingError"] if tracked else []
    faults += ["RuntimeError"] if any(isinstance(step.action, ModelTests) for step in graph.steps) and not tracked else []
    return Code(f"({', '.join([*faults, 'RunError'])})" if faults else "RunError")
