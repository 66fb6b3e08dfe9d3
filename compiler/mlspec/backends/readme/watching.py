"""What is watched of the model, how far it may move, and when it trains again: rows of a table, and sentences."""

from collections.abc import Iterator

from mlspec.backends.readme.actions import code_of
from mlspec.backends.readme.marks import cell_code, cell_codes, table_row
from mlspec.codegen.code import Code
from mlspec.codegen.markdown import markdown_code
from mlspec.ir.graph import Graph
from mlspec.ir.watch import DriftLimit, Retraining, Watch
from mlspec.schema.references import SecretReference
from mlspec.schema.units import Duration


def lower_limits(watch: Watch) -> Iterator[Code]:
    """A row for everything that has a limit: what, against what, and when it is told."""
    reference = cell_code(watch.reference) if watch.reference else Code("the reference")
    yield from _input_rows(watch, reference)
    for column in watch.text:
        yield table_row(Code(f"{cell_code(column)}, as text"), reference, "the monitor says so")
    if watch.prediction is not None:
        yield table_row("predictions", reference, _limit(watch.prediction))
    if watch.missing is not None:
        yield table_row("missing values", reference, f"a column has {_percent(watch.missing)} more of them")
    for gate in watch.performance:
        truth = cell_code(watch.labels.column) if watch.labels else Code("labels")
        yield table_row("performance", Code(f"{truth}, once known"), Code(f"not {cell_code(gate.text)}"))
    if watch.latency:
        limits = (f"{quantile} above {duration(seconds)}" for quantile, seconds in watch.latency)
        yield table_row("latency", "", ", ".join(limits))
    if watch.errors is not None:
        yield table_row("requests that fail", "", f"above {_percent(watch.errors)}")


def when_watched(watch: Watch) -> Code:
    """What is looked at, when, and who is told."""
    window = f" in the last {duration(watch.window_seconds)}" if watch.window_seconds else ""
    data = f"What {markdown_code(code_of(watch.current))} gives" if watch.current else "What the service was asked"
    schedule = f"by the schedule {markdown_code(watch.schedule)}, in UTC" if watch.schedule else "by hand"
    sentences = [f"{data}{window} is looked at {schedule}."]
    if watch.min_rows:
        sentences.append(f"Fewer than {watch.min_rows:,} rows give no verdict.")
    if isinstance(watch.alert, SecretReference):
        sentences.append(f"What is wrong is told to the webhook in the secret {markdown_code(watch.alert.name)}.")
    elif watch.alert is not None:
        sentences.append("What is wrong is told to a webhook.")
    return Code(" ".join(sentences))


def when_trained_again(graph: Graph) -> Code:
    """When the model trains again; empty where the spec does not say it."""
    retraining = graph.retraining
    causes = tuple(_causes(retraining)) if retraining else ()
    if not causes:
        return Code()
    pause = retraining.cooldown_seconds if retraining else None
    rest = f"; on a verdict at most once in {duration(pause)}" if pause else ""
    return Code(f"The model trains again {', and '.join(causes)}{rest}.")


def duration(seconds: float) -> str:
    """A length of time as the spec spells it."""
    return str(Duration(round(seconds * 1_000_000)))


def _causes(retraining: Retraining) -> Iterator[str]:
    if retraining.when:
        yield f"when the monitor finds {' or '.join(map(markdown_code, retraining.when))}"
    if retraining.schedule:
        yield f"by the schedule {markdown_code(retraining.schedule)}, in UTC"


def _input_rows(watch: Watch, reference: Code) -> Iterator[Code]:
    """The columns that share a limit first, then those with one of their own."""
    if watch.inputs is None:
        return
    shared = tuple(own.column for own in watch.columns if own.limit == watch.inputs)
    where = f", in {_percent(watch.share)} of the columns or more" if watch.share is not None else ""
    if shared or not watch.columns:
        told = Code(f"{_limit(watch.inputs)}{where}")
        yield table_row(Code(f"inputs {cell_codes(shared)}") if shared else "inputs", reference, told)
    for own in watch.columns:
        if own.limit != watch.inputs:
            yield table_row(Code(f"input {cell_code(own.column)}"), reference, _limit(own.limit))


def _limit(limit: DriftLimit) -> Code:
    method = f"{cell_code(limit.method)} " if limit.method else ""
    if limit.above is not None:
        return Code(f"{method}above {limit.above:g}")
    if limit.below is not None:
        return Code(f"{method}below {limit.below:g}")
    return Code(f"{method}says so" if method else "the monitor says so")


def _percent(share: float) -> str:
    return f"{round(share * 100, 6):g}%"
