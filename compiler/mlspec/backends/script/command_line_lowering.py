"""From the graph and the tracker's offer to `run.py`."""

from collections.abc import Iterator

from mlspec.backends.script.annotations import FRAME, METRICS, Annotations, annotate, measures
from mlspec.backends.script.champions import lower_champion, scored_again, scored_on
from mlspec.backends.script.command_line import ChampionCheck, CommandLine, Logs, Places, Registrar
from mlspec.backends.script.environments import lower_places, named_places
from mlspec.backends.script.identities import is_data_known
from mlspec.backends.script.registrars import example_frame, lower_registrar, registered_outputs
from mlspec.backends.script.stage_lowering import context_read, outputs_read
from mlspec.backends.script.stage_module import StageModule
from mlspec.codegen.backend import Request
from mlspec.codegen.code import Code
from mlspec.codegen.line_breaks import Expression, behind, group, laid_out, python_tuple
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.graph import Graph
from mlspec.ir.offer import TrackingModule
from mlspec.ir.step import ColumnCheck, Command, GateCheck, ModelTests, Registration, Step
from mlspec.vocabulary.role import Role

_ROW = 4


def lower_command_line(request: Request, stages: StageModule | None) -> CommandLine | None:
    """The whole module; None where the project has no step to run."""
    graph = request.graph
    tracking = next((offer for offer in request.offers if isinstance(offer, TrackingModule)), None)
    if stages is None:
        return None
    steps = tuple(step for step in graph.steps if tracking or not isinstance(step.action, Registration))
    annotations = annotate(graph)
    champion = lower_champion(graph, annotations, tracking) if tracking else None
    registration = next((step for step in steps if isinstance(step.action, Registration)), None)
    registrar = lower_registrar(graph, registration) if registration else None
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
        shows_frames="pd.DataFrame"
        in f"{champion.signature if champion else ''}{registrar.signature if registrar else ''}",
        imports=tuple(map(Code, _imports(graph, tracking, gated or places.judges))),
        limits_threads=any(name == "scikit-learn" for name, _ in graph.pins),
        steps=tuple(laid_out(_row(graph, step, champion, registrar), _ROW, 1) for step in steps),
        champion=champion,
        registrar=registrar,
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
        values=laid_out(_values(steps, champion, tracked=tracking is not None), _ROW),
        made_of=_made_of(stages),
        refusable=gated or places.judges or bool(tests),
        gated=gated,
        measures=any(measures(step) for step in steps),
        logs=tuple(_logs(graph, annotations)) if tracking else (),
        frames=_frames(graph, annotations),
        faults=_faults(steps, tracked=tracking is not None),
    )


def _row(graph: Graph, step: Step, champion: ChampionCheck | None, registrar: Registrar | None) -> Expression:
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    match step.action:
        case Registration():
            run, gives = "register" if registrar else "tracking.register", ("version",)
            rows, has_metrics = example_frame(graph), any(map(measures, graph.steps))
            known = (*([rows] if rows else []), *([METRICS] if has_metrics else []))
            takes = (*registered_outputs(step), *known, "identity")
        case GateCheck():
            run, gives = "check_gates" if champion else "stages.check_gates", ("verdicts",)
            measured = scored_again(graph) if champion and champion.again else None
            takes = (METRICS, *(scored_on(graph, measured) if measured else () if champion else ("champion",)))
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


def _values(steps: tuple[Step, ...], champion: ChampionCheck | None, *, tracked: bool) -> Expression:
    """What is there before the first step: what the run knows, and no champion where no gate asks for one."""
    values = {"as_of": 'datetime.fromisoformat(record["as_of"])'}
    if tracked:
        values["identity"] = 'record["identity"]'
    if champion is None and any(isinstance(step.action, GateCheck) for step in steps):
        values["champion"] = "None"
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
