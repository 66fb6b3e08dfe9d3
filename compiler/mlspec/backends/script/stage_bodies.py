"""From a step's action to the lines of its function."""

from collections.abc import Iterator

from mlspec.backends.script.annotations import METRICS, PATH, measures
from mlspec.backends.script.column_lowering import constant_of
from mlspec.backends.script.expressions import plain_type, source_value
from mlspec.backends.script.names import is_identifier, tested_variable, variable
from mlspec.backends.script.places import place
from mlspec.backends.script.scope import Scope
from mlspec.backends.script.stage_module import ModelTestRun, Params
from mlspec.codegen.code import Code, identifier
from mlspec.codegen.line_breaks import LINE, Expression, Group, behind, group, laid_out, python_tuple
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.binding import Binding, FromAllParams, FromOutput, FromParam, FromText, Source
from mlspec.ir.step import Call, Command, MetricsFile, ModelTests, Returns, Step

INDENT = 4
_PYTHON = frozenset({"python", "python3"})
_LOOP = 38  # what the template puts around the objects of the tests


def call_lines(scope: Scope, step: Step, action: Call) -> Iterator[Code]:
    """A call of the user's function, spelled out."""
    yield from _params_line(scope, step, [binding.source for binding in action.bindings])
    target = f"{scope.called[action.module]}.{identifier(action.function)}("
    answer = group(target, _arguments(scope, step, action.bindings), ")")
    if action.asynchronous:
        answer = _within("asyncio.run", answer)
    if action.returns is Returns.ONE:
        yield laid_out(behind("return ", _within("gates.flatten", answer) if measures(step) else answer), INDENT)
    elif action.returns is Returns.TUPLE and not measures(step):
        yield laid_out(behind("return ", answer), INDENT)
    else:
        yield from _taken_apart(step, action, answer)


def command_lines(scope: Scope, step: Step, action: Command) -> Iterator[Code]:
    """A program and the files that it leaves."""
    yield from _params_line(scope, step, [*action.words, *(given for _, given in action.environment)])
    files = [(name, variable(name), place(scope.graph, path)) for name, path in action.output_files]
    for _, file, path in files:
        yield Code(f"{file} = {path}")
    words = (_word(scope, step, given, first=not index) for index, given in enumerate(action.words))
    variables = [behind(f"{python_literal(name)}: ", _word(scope, step, given)) for name, given in action.environment]
    arguments: list[Expression] = [group("[", words, "]"), place(scope.graph, action.workdir)]
    arguments.append(python_tuple([file for _, file, _ in files]))
    if variables:
        arguments.append(group("{", variables, "}"))
    if step.timeout_seconds:
        arguments.append(Code(f"timeout={python_literal(step.timeout_seconds)}"))
    yield laid_out(group("_run(", arguments, ")"), INDENT)
    read = METRICS if measures(step) else ""
    yield from _returned([Code(f"gates.read_metrics({file})") if name == read else file for name, file, _ in files])


def metrics_lines(scope: Scope, step: Step, action: MetricsFile) -> Iterator[Code]:
    """Metrics that an earlier step gave, in a file or as they are."""
    reader = "read_metrics" if scope.annotations.taken[step.name, action.output] == PATH else "flatten"
    yield Code(f"return gates.{reader}({variable(action.output)})")


def check_lines(dataset: str, frame: str) -> Iterator[Code]:
    """The frame of a dataset against its table."""
    items = (Code(python_literal(dataset)), variable(frame), Code(f"columns.{constant_of(dataset)}"))
    yield laid_out(group("return columns.check(", items, ")"), INDENT)


def tests_run(step: Step, action: ModelTests) -> ModelTestRun:
    """The tests and the objects that they ask for, each in a file that a variable of the environment names."""
    objects = group("{", (Code(f"{python_literal(name)}: {tested_variable(name)}") for name in step.inputs), "}")
    words = (Code(python_literal(word)) for word in ("-m", "pytest", "-q", "-p", "no:cacheprovider", *action.paths))
    command = group("command = [", (Code("sys.executable"), *words), "]")
    return ModelTestRun(laid_out(command, 2 * INDENT), laid_out(objects, 2 * INDENT, _LOOP))


def _params_line(scope: Scope, step: Step, sources: list[Source]) -> Iterator[Code]:
    """Params that only the job knows are asked for once."""
    params = scope.params.get(step.name)
    read = any(isinstance(given, (FromParam, FromAllParams)) for given in sources)
    if params is not None and not params.constant and read:
        yield Code(f"params = {params.read}")


def _params_of(scope: Scope, step: Step) -> Code:
    params = scope.params.get(step.name)
    return _expression_of(params) if params is not None else Code("{}")


def _expression_of(params: Params) -> Code:
    return params.name if params.constant else Code("params")


def _arguments(scope: Scope, step: Step, bindings: tuple[Binding, ...]) -> Iterator[Expression]:
    """`name=value`; the value alone for a parameter without a name to callers, `**` for a name that Python has not."""
    rest: list[Expression] = []
    for binding in bindings:
        value = _argument(scope, step, binding)
        if binding.positional_only:
            yield value
        elif is_identifier(binding.parameter):
            yield behind(f"{binding.parameter}=", value)
        else:
            rest.append(behind(f"{python_literal(binding.parameter)}: ", value))
    if rest:
        yield group("**{", rest, "}")


def _argument(scope: Scope, step: Step, binding: Binding) -> Expression:
    need = f"`{step.name}` needs it"
    value = source_value(scope.graph, binding.source, binding.annotation, _params_of(scope, step), need)
    if isinstance(binding.source, FromOutput) and plain_type(binding.annotation) == "str":
        taken = scope.annotations.taken.get((step.name, binding.source.name))
        return group("str(", (value,), ")") if taken == PATH else value
    return value


def _within(function: str, answer: Group) -> Group:
    return group(f"{function}(", (answer,), ")")


def _taken_apart(step: Step, action: Call, answer: Group) -> Iterator[Code]:
    """Each output by itself, the metrics with dotted names."""
    if action.returns is Returns.TUPLE:
        parts = [variable(name) for name in step.outputs]
        yield laid_out(behind(f"{', '.join(parts)} = ", answer), INDENT)
    else:
        yield laid_out(behind("made = ", answer), INDENT)
        parts = [_part(action, key) for key in action.keys]
    read = METRICS if measures(step) else ""
    named = zip(step.outputs, parts, strict=True)
    yield from _returned([Code(f"gates.flatten({part})") if name == read else part for name, part in named])


def _part(action: Call, key: str) -> Code:
    by_key = action.returns is Returns.KEYS
    return Code(f"made[{python_literal(key)}]") if by_key else Code(f"made.{identifier(key)}")


def _returned(parts: list[Code]) -> Iterator[Code]:
    """All parts, within brackets only where they need several lines."""
    line = f"return {', '.join(parts)}"
    if len(parts) > 1 and INDENT + len(line) > LINE:
        yield laid_out(group("return (", parts, ")"), INDENT)
    elif parts:
        yield Code(line)


def _word(scope: Scope, step: Step, given: Source, *, first: bool = False) -> Expression:
    """A word of a command line, or the value of a variable; always text."""
    if isinstance(given, FromText):
        return Code("sys.executable") if first and given.text in _PYTHON else Code(python_literal(given.text))
    need = f"the command of `{step.name}` needs it"
    spelled = source_value(scope.graph, given, "str", _params_of(scope, step), need)
    return group("str(", (spelled,), ")") if isinstance(given, (FromOutput, FromParam, FromAllParams)) else spelled
