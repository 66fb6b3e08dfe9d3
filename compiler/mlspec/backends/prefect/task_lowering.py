"""From the steps to Prefect's tasks: how often each is tried, how long it may take, and what is kept of it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.backends.prefect.naming import Naming
from mlspec.codegen.code import Code, dotted
from mlspec.codegen.line_breaks import Expression, group, laid_out
from mlspec.codegen.python_literal import number_literal, python_literal
from mlspec.ir.graph import Graph
from mlspec.ir.offer import StageCall
from mlspec.ir.step import Call, Command, MetricsFile, Step
from mlspec.vocabulary.role import Role

if TYPE_CHECKING:
    from mlspec.backends.prefect.options import PrefectOptions

_PURE = (Role.DATA, Role.TRAIN, Role.EVALUATE)
_OF_THE_RUN = frozenset({"run_id", "workdir", "environment"})
_UNITS = (("days", 86_400), ("hours", 3_600), ("minutes", 60))


def lower_task(graph: Graph, call: StageCall, naming: Naming, options: "PrefectOptions | None") -> Code:
    """The line that makes a step a task."""
    step = graph.step(call.step)
    arguments = [python_literal(call.step), dotted(call.function), *_options(graph, step, call, options)]
    return laid_out(group(f"{naming.tasks[call.step]} = _step(", map(Code, arguments), ")"))


def is_kept(graph: Graph, call: StageCall) -> bool:
    """Whether what a step gives may stand for it in another run of the same spec, code and data.

    Files are not kept: by then another run may have written over them. Nor is what depends on the run alone.
    """
    step = graph.step(call.step)
    if not isinstance(step.action, Call) or step.role not in _PURE or _OF_THE_RUN.intersection(call.takes):
        return False
    return "pathlib.Path" not in step.action.annotation and (step.cache_seconds is not None or is_data_known(graph))


def is_data_known(graph: Graph) -> bool:
    """Whether all data has a version or is a file that is named: else only `cache` says how long it may be kept."""
    works = tuple(step for step in graph.steps if isinstance(step.action, (Call, Command)))
    loads = tuple(step for step in works if step.role is Role.DATA)
    if loads:
        return all(step.version is not None or _names_files(step) for step in loads)
    return any(_names_files(step) for step in works if step.role is Role.TRAIN)


def has_expiration(graph: Graph, calls: tuple[StageCall, ...]) -> bool:
    """Whether anything is kept for a time only."""
    return any(is_kept(graph, call) and graph.step(call.step).cache_seconds is not None for call in calls)


def call_lines(graph: Graph, calls: tuple[StageCall, ...], naming: Naming, last: frozenset[str]) -> Iterator[Code]:
    """The body of a run: each step on what the ones before it gave, and what the tracker is told of it.

    `last` are the outputs that are read when all steps are done.
    """
    yield from _declarations(graph, calls, naming)
    for number, call in enumerate(calls):
        later = calls[number + 1 :]
        arguments = (naming.value(name) for name in call.takes)
        target = _target(call, later, naming, last)
        yield laid_out(group(f"{target}{naming.tasks[call.step]}(", arguments, ")"), 4)
        for log in call.logs:
            named = [Code(python_literal(log.output))] if log.named else []
            words = (Code(python_literal(word)) for word in log.words)
            told: tuple[Expression, ...] = (*named, naming.value(log.output), *words)
            yield laid_out(group(f"{dotted(log.function)}(", told, ")"), 4)
        if "verdicts" in call.gives:
            yield Code(f"_show(gates.table({naming.value('verdicts')}))")


def _options(graph: Graph, step: Step, call: StageCall, options: "PrefectOptions | None") -> Iterator[str]:
    kept = is_kept(graph, call)
    yield "**KEPT" if kept else "**NEVER"
    if kept and step.cache_seconds is not None:
        yield f"cache_expiration={_span(step.cache_seconds)}"
    if call.retries:
        yield f"retries={call.retries}"
        if options is not None and options.retry_delay is not None:
            yield f"retry_delay_seconds={number_literal(options.retry_delay.seconds)}"
    if call.timeout_seconds is not None:
        yield f"timeout_seconds={number_literal(call.timeout_seconds)}"


def _names_files(step: Step) -> bool:
    return isinstance(step.action, Command) and bool(step.action.input_files)


def _span(seconds: float) -> str:
    """A length of time in the largest unit that it is whole in."""
    for name, size in _UNITS:
        if seconds and seconds % size == 0:
            return f"timedelta({name}={int(seconds // size)})"
    return f"timedelta(seconds={number_literal(seconds)})"


def _declarations(graph: Graph, calls: tuple[StageCall, ...], naming: Naming) -> Iterator[Code]:
    """The variables that are a file before they are what stands in it."""
    files = {name for call in calls if isinstance(graph.step(call.step).action, Command) for name in call.gives}
    for call in calls:
        if isinstance(graph.step(call.step).action, MetricsFile):
            yield from (Code(f"{naming.value(name)}: Any") for name in call.gives if name in files)


def _target(call: StageCall, later: tuple[StageCall, ...], naming: Naming, last: frozenset[str]) -> str:
    """The variables that take what a step gives; what nobody reads has no name, or one that says so."""
    read = [_is_read(name, call, later, last) for name in call.gives]
    if not any(read):
        return ""
    names = (naming.value(name) if is_read else f"_{name}" for name, is_read in zip(call.gives, read, strict=True))
    return f"{', '.join(names)} = "


def _is_read(name: str, call: StageCall, later: tuple[StageCall, ...], last: frozenset[str]) -> bool:
    if name == "verdicts" or any(log.output == name for log in call.logs):
        return True
    for following in later:
        if name in following.takes:
            return True
        if name in following.gives:
            return False
    return name in last
