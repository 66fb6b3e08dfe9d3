"""From the graph to `stages.py`: one function a step, the params that the steps take, and what the module imports."""

from collections.abc import Iterator

from mlspec.backends.script.annotations import ANY, annotate
from mlspec.backends.script.expressions import WINDOW, references_of, sources_of
from mlspec.backends.script.identities import dated_signature, is_cached, lower_cache_key, lower_identity
from mlspec.backends.script.names import call_modules, import_line, tested_variable, variable
from mlspec.backends.script.places import place
from mlspec.backends.script.scope import Scope
from mlspec.backends.script.splits import split_lines, split_reason, split_summary
from mlspec.backends.script.stage_bodies import call_lines, check_lines, command_lines, metrics_lines, tests_run
from mlspec.backends.script.stage_imports import lower_imports
from mlspec.backends.script.stage_module import DateHelpers, Params, Stage, StageModule, UserCode
from mlspec.backends.script.stage_params import lower_params
from mlspec.backends.script.watch_steps import watch_steps
from mlspec.codegen.code import Code, identifier
from mlspec.codegen.line_breaks import behind, group, laid_out, python_tuple
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.binding import FromContext, FromOutput
from mlspec.ir.column import Dataset
from mlspec.ir.graph import Graph
from mlspec.ir.step import Call, ColumnCheck, Command, GateCheck, MetricsFile, ModelTests, Registration, Split, Step
from mlspec.schema.references import AsOfReference
from mlspec.vocabulary.calendar_unit import CalendarUnit
from mlspec.vocabulary.record import evolve
from mlspec.vocabulary.role import Role

_SUMMARIES = {
    Role.DATA: "Load the dataset `{name}`.",
    Role.TRAIN: "Train the model.",
    Role.EVALUATE: "Measure a model on held-out rows; nested metrics get dotted names.",
    Role.MONITOR: "Bring the monitor `{name}` of a window.",
}
_CONTEXT_TYPES = {"as_of": "datetime", "end": "datetime", "start": "datetime", "workdir": "Path"}
_INDENT = 4
_MANY = 3


def lower_stages(graph: Graph) -> StageModule | None:
    """The whole module; None where no step is to run."""
    run = tuple(step for step in graph.steps if not isinstance(step.action, Registration))
    steps = (*run, *watch_steps(graph))
    if not steps:
        return None
    scope = _scope(graph, steps)
    code = _user_code(scope, run)
    identity = lower_identity(scope, graph.steps, has_code=code is not None) if run else None
    later = _later(scope, run)
    runs_tests = any(isinstance(step.action, ModelTests) for step in steps)
    commands = tuple(step for step in steps if isinstance(step.action, Command))
    module = StageModule(
        name=graph.name,
        spec_path=graph.spec_path,
        up=graph.output_folder.count("/") + 1,
        imports=lower_imports(scope, steps, code, identity, later),
        source_folders=tuple(reversed(graph.source_roots)) if scope.called else (),
        root=True,
        project=Code("ROOT" if graph.project_folder == "." else f"ROOT / {python_literal(graph.project_folder)}"),
        sources=_sources(scope, needed=runs_tests or bool(code and code.modules)),
        user_code=code,
        params=tuple(scope.params.values()),
        stages=(*(_stage(scope, step) for step in run), *(_watch(scope, step, later) for step in watch_steps(graph))),
        starts_programs=bool(commands),
        program_signature=_program_signature(commands),
        program_started=_program_started(commands),
        limits_programs=any(step.timeout_seconds for step in commands),
        asks_variables=False,
        tests=runs_tests,
        params_signature=_params_signature(_run_params(scope, run)),
        all_params=_all_params(_run_params(scope, run)),
        identity=identity,
        keys=tuple(lower_cache_key(scope, step, has_code=code is not None) for step in run if is_cached(step)),
        digests_files=identity is not None and identity.digests_files,
        dates=_dates(steps),
    )
    return _with_what_is_needed(module)


def outputs_read(step: Step) -> tuple[str, ...]:
    """The earlier outputs that a step takes, in the order in which its function names them."""
    if isinstance(step.action, Call):
        named = (source.name for source in sources_of(step) if isinstance(source, FromOutput))
        return tuple(dict.fromkeys((*named, *step.inputs)))
    return step.inputs


def context_read(step: Step) -> tuple[str, ...]:
    """What of the run's own knowledge a step's function takes."""
    names = {given.name for given in sources_of(step) if isinstance(given, FromContext)}
    if any(isinstance(found, AsOfReference) for found in references_of(step)):
        names.add("as_of")
    return (*(name for name in WINDOW if name in names), *sorted(names.difference(WINDOW)))


def _scope(graph: Graph, steps: tuple[Step, ...]) -> Scope:
    annotations = annotate(evolve(graph, steps=(*graph.steps, *watch_steps(graph))))
    params = lower_params(graph, steps)
    taken = {
        *(variable(name) for step in steps for name in (*step.inputs, *step.outputs)),
        *(step.name for step in steps),
        *(one.name for one in params.values()),
        *(annotation.name for annotation in annotations.imported()),
    }
    return Scope(graph, annotations, call_modules(_user_modules(steps), taken), params)


def _user_modules(steps: tuple[Step, ...]) -> Iterator[str]:
    for step in steps:
        if isinstance(step.action, Call):
            yield step.action.module
        if isinstance(step.version, Call):
            yield step.version.module


def _stage(scope: Scope, step: Step) -> Stage:
    parameters = map(Code, _parameters(scope, step))
    return Stage(
        signature=laid_out(group(f"def {identifier(step.name)}(", parameters, f") -> {_returns(scope, step)}:")),
        summary=_summary(step),
        details=_details(scope, step),
        lines=tuple(_lines(scope, step)),
        tests=tests_run(step, step.action) if isinstance(step.action, ModelTests) else None,
    )


def _watch(scope: Scope, step: Step, later: dict[str, Code]) -> Stage:
    """A step of the monitor; what it alone calls is imported when it is called, and is no part of a model."""
    stage = _stage(scope, step)
    module = step.action.module if isinstance(step.action, Call) else ""
    return evolve(stage, imported=import_line(module, later[module])) if module in later else stage


def _later(scope: Scope, run: tuple[Step, ...]) -> dict[str, Code]:
    """The user's modules that no step of a run calls."""
    used = set(_user_modules(run))
    return {module: called for module, called in scope.called.items() if module not in used}


def _run_params(scope: Scope, run: tuple[Step, ...]) -> tuple[Params, ...]:
    return tuple(scope.params[step.name] for step in run if step.name in scope.params)


def _details(scope: Scope, step: Step) -> tuple[str, ...]:
    return split_reason(step.action, _dataset(scope.graph, step.action)) if isinstance(step.action, Split) else ()


def _lines(scope: Scope, step: Step) -> Iterator[Code]:
    match step.action:
        case Call() as action:
            yield from call_lines(scope, step, action)
        case Command() as action:
            yield from command_lines(scope, step, action)
        case ColumnCheck(dataset):
            yield from check_lines(dataset, step.inputs[0])
        case Split() as action:
            yield from split_lines(action, _dataset(scope.graph, action))
        case MetricsFile() as action:
            yield from metrics_lines(scope, step, action)
        case GateCheck():
            yield from map(Code, _GATES)


def _dataset(graph: Graph, action: Split) -> Dataset:
    return graph.dataset(action.dataset) or Dataset(action.dataset)


def _summary(step: Step) -> str:
    match step.action:
        case Split() as action:
            return split_summary(action)
        case ColumnCheck(dataset):
            return f"Hold `{dataset}` against its declared columns; raises columns.ColumnError."
        case GateCheck():
            return "Hold the metrics against the gates; raises gates.Refused with the table of them where one fails."
        case MetricsFile(output):
            return f"Give the metrics in `{output}` dotted names."
        case ModelTests():
            files = [f"{name.upper()}_FILE" for name in step.inputs]
            named = " and ".join(files) if len(files) < _MANY else f"{files[0]} and so on"
            return f"Run the tests of the trained model, which find it in the files that {named} name."
        case _ if step.name == "train" or step.role is not Role.TRAIN:
            return _SUMMARIES.get(step.role, "Run this step.").format(name=" ".join(step.outputs))
        case _:
            return f"Run the step `{step.name}` of the training."


def _parameters(scope: Scope, step: Step) -> Iterator[str]:
    if isinstance(step.action, GateCheck):
        yield from ("metrics: Mapping[str, float]", "champion: Mapping[str, float] | None = None")
        return
    called = tested_variable if isinstance(step.action, ModelTests) else variable
    for name in outputs_read(step):
        yield f"{called(name)}: {scope.annotations.taken.get((step.name, name), ANY).text}"
    for name in context_read(step):
        yield f"{identifier(name)}: {_CONTEXT_TYPES.get(name, 'str')}"


def _returns(scope: Scope, step: Step) -> Code:
    if isinstance(step.action, GateCheck):
        return Code("list[gates.Verdict]")
    kinds = [scope.annotations.given[step.name, name].text for name in step.outputs]
    if len(kinds) == 1:
        return kinds[0]
    return Code(f"tuple[{', '.join(kinds)}]") if kinds else Code("None")


def _params_signature(params: tuple[Params, ...]) -> Code:
    return dated_signature("params", "dict[str, Any]", is_used=any(one.parameters for one in params))


def _all_params(params: tuple[Params, ...]) -> Code:
    steps = (behind(f"{python_literal(one.label)}: ", one.read) for one in params)
    return laid_out(group("steps = {", steps, "}"), _INDENT) if params else Code()


def _program_signature(commands: tuple[Step, ...]) -> Code:
    parameters = ["command: list[str]", "folder: Path", "outputs: tuple[Path, ...]"]
    if _hand_variables(commands):
        parameters.append("variables: Mapping[str, str] | None = None")
    if any(step.timeout_seconds for step in commands):
        parameters.append("timeout: float | None = None")
    return laid_out(group("def _run(", map(Code, parameters), ") -> None:"))


def _program_started(commands: tuple[Step, ...]) -> Code:
    variables = ", env={**os.environ, **(variables or {})}" if _hand_variables(commands) else ""
    if any(step.timeout_seconds for step in commands):
        started = Code(f"subprocess.Popen(command, cwd=folder{variables}, start_new_session=True)")
        return laid_out(group("_wait(", (started, Code("timeout")), ")"), 2 * _INDENT)
    return Code(f"subprocess.run(command, cwd=folder{variables}, check=True)")


def _hand_variables(commands: tuple[Step, ...]) -> bool:
    return any(isinstance(step.action, Command) and step.action.environment for step in commands)


def _sources(scope: Scope, *, needed: bool) -> Code:
    places = [place(scope.graph, root) for root in scope.graph.source_roots]
    return laid_out(behind("SOURCES = ", python_tuple(places))) if needed else Code()


def _user_code(scope: Scope, steps: tuple[Step, ...]) -> UserCode | None:
    commands = (step.action for step in steps if isinstance(step.action, Command))
    scripts = [place(scope.graph, path) for path in sorted({path for action in commands for path, _ in action.scripts})]
    calls = any(_user_modules(steps))
    if not scripts and not calls:
        return None
    return UserCode(
        summary=f"A digest of {_digested(calls, bool(scripts))}; so an edit counts before it is compiled.",
        modules=calls,
        scripts=laid_out(behind("SCRIPTS = ", python_tuple(scripts))) if scripts else Code(),
        leaves_out_packages="." in scope.graph.source_roots,
    )


def _digested(modules: bool, scripts: bool) -> str:
    if modules and scripts:
        return "the modules in use, and of scripts and their neighbours"
    if scripts:
        return "the scripts and the Python files beside them"
    return "the user's modules in use, comments and docstrings aside"


def _dates(steps: tuple[Step, ...]) -> DateHelpers:
    dates = [found for step in steps for found in references_of(step) if isinstance(found, AsOfReference)]
    floors = {date.floor for date in dates}
    return DateHelpers(
        year=CalendarUnit.YEAR in floors,
        quarter=CalendarUnit.QUARTER in floors,
        month=CalendarUnit.MONTH in floors,
        week=CalendarUnit.WEEK in floors,
        day=CalendarUnit.DAY in floors,
        hour=CalendarUnit.HOUR in floors,
        months_later=any(date.offset.months for date in dates),
    )


def _with_what_is_needed(module: StageModule) -> StageModule:
    """With the constants and helpers that something in the module names, and no others."""
    texts = [module.sources, *(line for stage in module.stages for line in stage.lines)]
    texts += [text for params in module.params for text in (params.constant, *params.entries)]
    texts += [module.identity.data] if module.identity else []
    texts += [key.data for key in module.keys]
    texts += [module.user_code.scripts] if module.user_code else []
    project = module.tests or any("PROJECT" in text for text in texts)
    root = project or any("ROOT" in text for text in texts)
    asks = any("_variable(" in text for text in texts)
    return evolve(module, root=root, project=module.project if project else Code(), asks_variables=asks)


_GATES = (
    "verdicts = gates.judge(metrics, champion, gates.GATES)",
    'if any(verdict.result == "fail" for verdict in verdicts):',
    '    raise gates.Refused(f"a gate failed\\n{gates.table(verdicts)}")',
    "return verdicts",
)
