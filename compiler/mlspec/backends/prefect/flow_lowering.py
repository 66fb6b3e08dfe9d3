"""From the calls of a run to `flows/training_flow.py`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from mlspec.backends.prefect.flow_imports import prefect_imports, sibling_imports, standard_imports
from mlspec.backends.prefect.flow_scope import LOCAL, FlowScope, named_places, open_scope
from mlspec.backends.prefect.naming import ENTER
from mlspec.backends.prefect.task_lowering import call_lines, is_kept, lower_task
from mlspec.backends.prefect.training_flow import Caching, Environments, TrainingFlow
from mlspec.codegen.backend import Request
from mlspec.codegen.code import Code, dotted
from mlspec.codegen.line_breaks import behind, group, laid_out, python_tuple
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.offer import StageModule
from mlspec.vocabulary.role import Role

if TYPE_CHECKING:
    from mlspec.backends.prefect.options import PrefectOptions

_TYPES = {
    "as_of": "datetime",
    "environment": "str",
    "force": "bool",
    "identity": "dict[str, str]",
    "run_id": "str",
    "workdir": "Path",
}
_HELD_OUT = {"holdout": "held out", "validation": "for validation"}
_REFRESHED = "temporary_settings({PREFECT_TASKS_REFRESH_CACHE: force})"
_BODY = 4


def lower_training(request: Request, stages: StageModule) -> TrainingFlow:
    """The whole module."""
    scope = open_scope(request, stages)
    graph, release = scope.graph, scope.release
    options = cast("PrefectOptions | None", request.options)
    environments = _environments(scope)
    entering = _entering(scope)
    never = bool(entering) or not all(is_kept(graph, call) for call in stages.calls)
    return TrainingFlow(
        name=graph.name,
        spec_path=graph.spec_path,
        flow_tag=graph.name,
        artifact=f"{graph.name}-gates",
        purpose=_purpose(scope),
        limits_threads=graph.pins_package("scikit-learn"),
        standard_imports=standard_imports(scope, closed=bool(environments.type)),
        prefect_imports=prefect_imports(scope, never=never),
        siblings=sibling_imports(scope),
        decorator=_decorator(graph.name, options),
        faults=laid_out(behind("FAULTS = ", python_tuple([*map(dotted, stages.faults), Code("TimeoutError")]))),
        known_faults=Code("(gates.Refused, *FAULTS)" if stages.refused else "FAULTS"),
        caching=Caching(scope.keeps, never),
        tasks=(*(lower_task(graph, call, scope.naming, options) for call in stages.calls), *entering),
        environments=environments,
        alias=release is not None and bool(release.alias),
        forces=scope.forces,
        forced=_forced(scope),
        refusable=bool(stages.refused),
        registers=release is not None,
        reuses=scope.reuses,
        checks_again=release is not None and release.checks_again,
        tracked=scope.tracked,
        identity=scope.tracked or scope.keeps,
        found=_call("_build", ("_date_of(as_of)", *_build_context(scope))),
        parameters=_parameters(("as_of", *_build_context(scope))),
        begun=tuple(map(Code, _begun(scope))),
        contexts=Code(", ".join(_contexts(scope))),
        taken=_call("_take", scope.context),
        signature=laid_out(group("def _take(", map(_parameter, scope.context), ") -> dict[str, Any]:")),
        lines=tuple(_lines(scope)),
        values=laid_out(group("{", map(Code, _values(scope)), "}"), _BODY),
        shows=bool(stages.refused) or scope.gated,
        gated=scope.gated,
        counts=bool(_rows(scope)),
        tells_metrics=_tells_metrics(scope),
        message=Code(_message(scope)),
        summary=_call("_summary", ("values", "aliases") if scope.passes else ("values",)),
        named=Code(_named(scope)),
        store=Code(_store(scope)),
        started=_started(scope, environments),
        exit_statuses=_exit_statuses(scope, environments),
    )


def _decorator(model: str, options: "PrefectOptions | None") -> Code:
    """What Prefect is told of the flow."""
    arguments = [f"name={python_literal(f'{model}-training')}", "flow_run_name=_run_name"]
    if options is not None and options.result_storage:
        arguments.append(f"result_storage={python_literal(options.result_storage)}")
    return laid_out(group("@flow(", map(Code, arguments), ")"))


def _environments(scope: FlowScope) -> Environments:
    places = named_places(scope.graph)
    if not scope.passes and "environment" not in scope.context:
        return Environments()
    names = (LOCAL, *(place.name for place in places))
    return Environments(
        type=Code(f"Literal[{', '.join(map(python_literal, names))}]"),
        choices=Code(python_literal(names)),
        passed=scope.passes,
        later=scope.passes and any(not place.builds for place in places),
        judges=scope.passes and any(place.gates for place in places),
    )


def _entering(scope: FlowScope) -> tuple[Code, ...]:
    """The task that lets an environment name a version."""
    if scope.passes:
        return (Code(f'{ENTER} = _step("{ENTER}", release.enter, "{ENTER} {{name}}", **NEVER)'),)
    named = scope.release is not None and scope.release.alias
    return (Code(f'{ENTER} = _step("{ENTER}", release.enter, **NEVER)'),) if named else ()


def _purpose(scope: FlowScope) -> str:
    name = scope.graph.name
    if scope.release is None:
        return f"Run the steps of {name}."
    judged = "Train, judge and register" if scope.stages.refused else "Train and register"
    later = any(not place.builds for place in named_places(scope.graph))
    return f"{judged} {name}{', or promote it' if scope.passes and later else ''}."


def _forced(scope: FlowScope) -> str:
    if scope.reuses:
        return "train even if a version of the same spec and data exists"
    return "compute again what is kept of earlier runs"


def _build_context(scope: FlowScope) -> tuple[str, ...]:
    return (
        *(["environment"] if "environment" in scope.context else []),
        *(["force"] if scope.forces else []),
    )


def _call(function: str, arguments: tuple[str, ...]) -> Code:
    return Code(f"{function}({', '.join(arguments)})")


def _parameters(names: tuple[str, ...]) -> Code:
    return Code(", ".join(map(_parameter, names)))


def _parameter(name: str) -> Code:
    return Code(f"{name}: {_TYPES[name]}")


def _begun(scope: FlowScope) -> Iterator[str]:
    if "workdir" in scope.context:
        folder = python_literal(f".mlspec/work/{scope.graph.name}/files")
        yield f"workdir = prefect_setup.ROOT / {folder}"
        yield "workdir.mkdir(parents=True, exist_ok=True)"
    if "run_id" in scope.context and not scope.tracked:
        yield "run_id = str(flow_run.id)"
    if scope.keeps and scope.tracked:
        yield f"refreshed = {_REFRESHED}"


def _contexts(scope: FlowScope) -> Iterator[str]:
    if scope.tracked:
        named = " as run_id" if "run_id" in scope.context else ""
        yield f'tracking.start_run(f"as of {{as_of:%Y-%m-%d}}", identity){named}'
    if scope.keeps:
        yield "refreshed" if scope.tracked else _REFRESHED


def _lines(scope: FlowScope) -> Iterator[Code]:
    frames = _rows(scope)
    last = {"version", *frames, *(["metrics"] if _tells_metrics(scope) else [])}
    yield from call_lines(scope.graph, scope.stages.calls, scope.naming, frozenset(last))
    if frames:
        counted = ", ".join(f"{{len({scope.naming.value(name)}):,}} {said}" for name, said in frames.items())
        yield Code(f'rows = f"{counted}"')


def _rows(scope: FlowScope) -> dict[str, str]:
    """The frames that the tracker is told of, and what their rows are for."""
    graph, calls = scope.graph, scope.stages.calls
    logged = [log.output for call in calls for log in call.logs if log.function == "tracking.log_dataset"]
    trained_on = {name for call in calls if graph.step(call.step).role is Role.TRAIN for name in call.takes}
    said = {**dict.fromkeys(trained_on, "trained on"), **_HELD_OUT}
    return {name: said.get(name, f"of {name}") for name in dict.fromkeys(logged)}


def _tells_metrics(scope: FlowScope) -> bool:
    """Whether the metrics are told by themselves, since no gate shows them."""
    return not scope.gated and any("metrics" in call.gives for call in scope.stages.calls)


def _values(scope: FlowScope) -> Iterator[str]:
    yield '"as_of": as_of'
    if _rows(scope):
        yield '"rows": rows'
    shown = (["verdicts"] if scope.gated else []) + (["metrics"] if _tells_metrics(scope) else [])
    shown += ["version"] if scope.release is not None else []
    yield from (f"{python_literal(name)}: {scope.naming.value(name)}" for name in shown)


def _message(scope: FlowScope) -> str:
    """What a run that is done says of itself in one line."""
    if scope.release is not None:
        return f'f"{_named(scope)}"'
    if _tells_metrics(scope):
        return '", ".join(f"{name} {value:.4g}" for name, value in values["metrics"].items())'
    return ""


def _named(scope: FlowScope) -> str:
    """The version's number, and what it is called in the end."""
    version = "version {values['version'].number}"
    if scope.passes:
        return f"{version}, now {{' and '.join(aliases)}}"
    return f"{version}, now {{release.ALIAS}}" if scope.release is not None and scope.release.alias else version


def _store(scope: FlowScope) -> str:
    if scope.copies and scope.release is not None:
        return 'tracking.where(values["version"].store)'
    return "tracking.where()" if scope.tracked else ""


def _started(scope: FlowScope, environments: Environments) -> Code:
    arguments = ["arguments.as_of"]
    arguments += ["arguments.env"] if environments.type else []
    arguments += ["arguments.force"] if scope.forces else []
    return _call("training", (*arguments, "return_state=True"))


def _exit_statuses(scope: FlowScope, environments: Environments) -> str:
    text = "Exit status 0: done; 1: something is broken; 2: wrong usage"
    if environments.judges:
        return f"{text}; 3: the model did not pass, and went no further."
    if not scope.stages.refused:
        return f"{text}."
    return f"{text}; 3: the model did not pass{', nothing is registered' if scope.release is not None else ''}."
