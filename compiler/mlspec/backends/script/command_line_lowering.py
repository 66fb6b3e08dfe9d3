"""From the graph and the tracker's offer to `run.py`."""

from collections.abc import Iterator

from mlspec.backends.script.annotations import FRAME, METRICS, Annotations, annotate, measures
from mlspec.backends.script.command_line import ChampionCheck, CommandLine, Logs, PartsRegistration, Places
from mlspec.backends.script.environments import champion_at, lower_places, named_places
from mlspec.backends.script.identities import is_data_known
from mlspec.backends.script.names import variable
from mlspec.backends.script.stage_lowering import context_read, outputs_read
from mlspec.backends.script.stage_module import StageModule
from mlspec.codegen.backend import Request
from mlspec.codegen.code import Code, identifier
from mlspec.codegen.line_breaks import Expression, behind, group, laid_out, python_tuple
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.graph import Graph
from mlspec.ir.offer import TrackingModule
from mlspec.ir.step import Call, ColumnCheck, Command, GateCheck, ModelTests, Registration, Split, Step
from mlspec.vocabulary.role import Role

_ROW = 4
_RUN_TYPES = {"Any", "Path", "bool", "bytes", "dict[str, float]", "float", "int", "pd.DataFrame", "str"}


def lower_command_line(request: Request, stages: StageModule | None) -> CommandLine | None:
    """The whole module; None where the project has no step to run."""
    graph = request.graph
    tracking = next((offer for offer in request.offers if isinstance(offer, TrackingModule)), None)
    if stages is None:
        return None
    steps = tuple(step for step in graph.steps if tracking or not isinstance(step.action, Registration))
    annotations = annotate(graph)
    champion = _champion(graph, annotations, tracking) if tracking else None
    registration = next((step for step in steps if isinstance(step.action, Registration)), None)
    parts = _parts(graph, registration) if registration else None
    places = lower_places(graph, tracking) if tracking and registration else Places()
    gated = any(isinstance(step.action, GateCheck) for step in steps)
    tests = [step for step in steps if isinstance(step.action, ModelTests)]
    reuses = registration is not None and is_data_known(steps)
    context = {name for step in steps for name in context_read(step)}
    return CommandLine(
        name=graph.name,
        spec_path=graph.spec_path,
        up=graph.output_folder.count("/") + 1,
        work=f".mlspec/work/{graph.name}",
        shows_frames="pd.DataFrame" in f"{champion.signature if champion else ''}{parts.signature if parts else ''}",
        imports=tuple(map(Code, _imports(graph, tracking, gated or places.judges))),
        limits_threads=any(name == "scikit-learn" for name, _ in graph.pins),
        steps=tuple(laid_out(_row(graph, step, champion, parts), _ROW, 1) for step in steps),
        champion=champion,
        parts=parts,
        tracked=tracking is not None,
        untracked=tracking is None,
        registers=registration is not None,
        places=places,
        exit_statuses=_exit_statuses(registration is not None, places, gated or bool(tests)),
        reuses=reuses,
        checked_again=Code(', "verdicts": _check_again(version)' if gated and reuses else ""),
        asks_environment="environment" in context,
        environment_names=Code(python_literal(("local", *(one.name for one in named_places(graph))))),
        asks_workdir="workdir" in context,
        values=laid_out(_values(graph, steps, champion, tracked=tracking is not None), _ROW),
        made_of=_made_of(stages),
        refusable=gated or places.judges or bool(tests),
        gated=gated,
        measures=any(measures(step) for step in steps),
        logs=tuple(_logs(graph, annotations)) if tracking else (),
        frames=_frames(graph, annotations),
        faults=_faults(steps, tracked=tracking is not None),
    )


def _champion(graph: Graph, annotations: Annotations, tracking: TrackingModule) -> ChampionCheck | None:
    check = next((step.action for step in graph.steps if isinstance(step.action, GateCheck)), None)
    if check is None or not check.champion_alias:
        return None
    found = champion_at(graph, tracking, check.champion_alias)
    measured = _scored_again(graph) if check.score_again else None
    if measured is None:
        summary = "Hold a new model against the gates and against what was recorded of the champion."
        recorded = (Code("return stages.check_gates(metrics, None if champion is None else champion.metrics)"),)
        return ChampionCheck(_check_signature(()), summary, found, again=False, lines=recorded)
    summary = "Hold a new model against the gates and against the champion, which is scored again on the same rows."
    typed = (f"{variable(name)}: {_type_of(annotations, measured, name)}" for name in _scored_on(graph, measured))
    lines = tuple(_scoring(graph, measured))
    return ChampionCheck(_check_signature(tuple(typed)), summary, found, again=True, lines=lines)


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


def _check_signature(others: tuple[str, ...]) -> Code:
    parameters = map(Code, ("metrics: Mapping[str, float]", *others))
    return laid_out(group("def check_gates(", parameters, ") -> list[gates.Verdict]:"))


def _type_of(annotations: Annotations, step: Step, name: str) -> str:
    known = annotations.taken.get((step.name, name))
    return known.text if known is not None and known.text in _RUN_TYPES else "Any"


def _scored_again(graph: Graph) -> Step | None:
    """The step that can measure a champion: of all that is trained, it takes only what the registry gives back."""
    registered = _registered(graph)
    trained = {name for step in graph.steps if step.role is Role.TRAIN for name in step.outputs}
    for step in graph.steps:
        if step.role is Role.EVALUATE and isinstance(step.action, Call) and measures(step):
            taken = set(outputs_read(step)) & trained
            return step if taken and taken <= registered.keys() else None
    return None


def _registered(graph: Graph) -> dict[str, str]:
    """The outputs that a loaded version gives back, and what of it each one is."""
    step = next((step for step in graph.steps if isinstance(step.action, Registration)), None)
    if step is None or not isinstance(step.action, Registration):
        return {}
    if step.action.files:
        return {} if step.action.load else {output: f"[{python_literal(name)}]" for name, output in step.action.files}
    return {step.inputs[0]: ""}


def _champion_arguments(graph: Graph, measured: Step, loaded: str) -> Iterator[Expression]:
    registered = _registered(graph)
    for name in outputs_read(measured):
        yield Code(f"{loaded}{registered[name]}") if name in registered else variable(name)
    yield from map(identifier, context_read(measured))


def _scored_on(graph: Graph, measured: Step) -> tuple[str, ...]:
    """What the champion is measured with beside itself."""
    registered = _registered(graph)
    return tuple(name for name in (*outputs_read(measured), *context_read(measured)) if name not in registered)


def _parts(graph: Graph, registration: Step) -> PartsRegistration | None:
    """A model of several parts is handed over as a map of them."""
    if not isinstance(registration.action, Registration) or not registration.action.files:
        return None
    outputs = tuple(dict.fromkeys(output for _, output in registration.action.files))
    items = (Code(f"{python_literal(name)}: {variable(output)}") for name, output in registration.action.files)
    parameters = (
        *(f"{variable(output)}: Any" for output in outputs),
        *("rows: pd.DataFrame" if _example(graph) in _frames_given(graph) else "rows: None",),
        *("metrics: Mapping[str, float]", "identity: Mapping[str, str]"),
    )
    return PartsRegistration(
        signature=laid_out(group("def register(", map(Code, parameters), ") -> tracking.Version:")),
        lines=(
            laid_out(group("model = {", items, "}"), _ROW),
            Code("return tracking.register(model, rows, metrics, identity)"),
        ),
    )


def _row(graph: Graph, step: Step, champion: ChampionCheck | None, parts: PartsRegistration | None) -> Expression:
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    match step.action:
        case Registration(files=files):
            run, gives = "register" if parts else "tracking.register", ("version",)
            model = tuple(dict.fromkeys(output for _, output in files)) if parts else step.inputs[:1]
            takes = (*model, _example(graph), METRICS, "identity")
        case GateCheck():
            run, gives = "check_gates" if champion else "stages.check_gates", ("verdicts",)
            measured = _scored_again(graph) if champion and champion.again else None
            takes = (METRICS, *(_scored_on(graph, measured) if measured else () if champion else ("champion",)))
        case _:
            run, gives = f"stages.{step.name}", step.outputs
            takes = (*outputs_read(step), *context_read(step))
    arguments: list[Expression] = [Code(python_literal(step.name)), Code(run), _names(takes)]
    return group("Step(", [*arguments, *([_names(gives)] if gives else [])], ")")


def _exit_statuses(registers: bool, places: Places, refusable: bool) -> str:
    text = "Exit status 0: done; 1: something is broken; 2: wrong usage"
    if places.judges:
        return f"{text}; 3: the model did not pass, and went no further."
    if not refusable:
        return f"{text}."
    return f"{text}; 3: the model did not pass{', nothing is registered' if registers else ''}."


def _names(names: tuple[str, ...]) -> Expression:
    return python_tuple([Code(python_literal(name)) for name in names]) if names else Code("()")


def _frames_given(graph: Graph) -> tuple[str, ...]:
    return tuple(name for step in graph.steps if isinstance(step.action, (ColumnCheck, Split)) for name in step.outputs)


def _example(graph: Graph) -> str:
    """The frame whose rows show what the model takes."""
    frames = _frames_given(graph)
    return "holdout" if "holdout" in frames else frames[-1] if frames else "rows"


def _values(graph: Graph, steps: tuple[Step, ...], champion: ChampionCheck | None, *, tracked: bool) -> Expression:
    """What is there before the first step: what the run knows, and None for what a step takes and nobody gives."""
    values = {"as_of": 'datetime.fromisoformat(record["as_of"])'}
    if tracked:
        values["identity"] = 'record["identity"]'
    absent = {}
    if any(isinstance(step.action, Registration) for step in steps):
        absent = {_example(graph): "None", METRICS: "{}"}
    if champion is None and any(isinstance(step.action, GateCheck) for step in steps):
        absent["champion"] = "None"
    given = {name for step in steps for name in step.outputs}
    values |= {name: value for name, value in absent.items() if name not in given}
    items = (Code(f"{python_literal(name)}: {value}") for name, value in values.items())
    return group("values: dict[str, Any] = {", items, "}")


def _made_of(stages: StageModule) -> Code:
    """The parts of the identity that are kept with what a run has made."""
    if stages.identity is None:
        return Code()
    names = (*(("code",) if stages.user_code else ()), *(("data",) if stages.identity.data else ()))
    return Code(python_literal(names)) if names else Code()


def _logs(graph: Graph, annotations: Annotations) -> Iterator[Logs]:
    frames = [place for place, annotation in annotations.given.items() if annotation == FRAME]
    last = {name: step for step, name in frames}
    for step in graph.steps:
        lines = [_logged_frame(name) for name in step.outputs if last.get(name) == step.name]
        if measures(step):
            lines.append(f"tracking.log_metrics(values[{python_literal(METRICS)}])")
        if lines:
            yield Logs(step.name, tuple(map(Code, lines)))


def _logged_frame(name: str) -> str:
    context = "evaluation" if name in ("holdout", "validation") else "training"
    return f"tracking.log_dataset({python_literal(name)}, values[{python_literal(name)}], {python_literal(context)})"


def _frames(graph: Graph, annotations: Annotations) -> Code:
    names = dict.fromkeys(name for (_, name), annotation in annotations.given.items() if annotation == FRAME)
    said = {"holdout": "held out", "validation": "for validation"}
    trained_on = {name for step in graph.steps if step.role is Role.TRAIN for name in outputs_read(step)}
    said |= dict.fromkeys(trained_on - said.keys(), "trained on")
    words = {name: said.get(name, f"of {name}") for name in names}
    items = (behind(f"{python_literal(name)}: ", Code(python_literal(word))) for name, word in words.items())
    return laid_out(group("FRAMES = {", items, "}")) if words else Code()


def _imports(graph: Graph, tracking: TrackingModule | None, gated: bool) -> Iterator[str]:
    if any(isinstance(step.action, ColumnCheck) for step in graph.steps):
        yield "import columns"
    if gated or any(isinstance(step.action, ModelTests) for step in graph.steps):
        yield "import gates"
    yield "import stages"
    if tracking is not None:
        yield "import tracking"


def _faults(steps: tuple[Step, ...], *, tracked: bool) -> Code:
    faults = ["columns.ColumnError"] if any(isinstance(step.action, ColumnCheck) for step in steps) else []
    faults += ["stages.CommandError"] if any(isinstance(step.action, Command) for step in steps) else []
    faults += ["stages.TestsError"] if any(isinstance(step.action, ModelTests) for step in steps) else []
    faults += ["tracking.TrackingError"] if tracked else []
    return Code(f"({', '.join([*faults, 'RunError'])})" if faults else "RunError")
