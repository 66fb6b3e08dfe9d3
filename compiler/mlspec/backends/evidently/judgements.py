"""What a monitor can judge of what the spec asks for, and why not the rest."""

from collections.abc import Iterator

from mlspec.backends.evidently.measures import CATEGORY, NUMBER, TEXT, TEXT_CONTENT, Measure, measure
from mlspec.backends.evidently.monitor_modules import Truth
from mlspec.backends.evidently.sources import Sources, event_column
from mlspec.backends.evidently.watched_columns import (
    Watched,
    model_inputs,
    reference_columns,
    watched_answer,
    watched_inputs,
)
from mlspec.codegen.code import Code
from mlspec.codegen.line_breaks import group, laid_out
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.graph import Graph
from mlspec.ir.offer import GateModule, Offer
from mlspec.ir.watch import Labels, Watch
from mlspec.vocabulary.record import evolve, record

ANSWER = "prediction."
"""Before the names of an answer's fields, where they stand beside those of the request."""


@record
class Judgements:
    """What is judged, each with its limit; empty or None where it is not.

    `discovers` holds the measures by kind where the columns are not declared. `latency` are milliseconds by quantile.
    `left_out` tells what the spec asks for and cannot be judged: the keys below `monitor`, and why.
    """

    inputs: tuple[Watched, ...]
    discovers: tuple[tuple[str, Measure], ...]
    share: float
    prediction: Watched | None
    texts: tuple[Watched, ...]
    missing: float | None
    missed: tuple[str, ...]
    truth: Truth | None
    latency: tuple[tuple[str, float], ...]
    errors: float | None
    unwatched: tuple[str, ...]
    reads_log: bool
    left_out: tuple[tuple[tuple[str, ...], str], ...]

    @property
    def judges_inputs(self) -> bool:
        """Whether columns of the request are measured."""
        return bool(self.inputs or self.discovers)

    @property
    def compares(self) -> bool:
        """Whether rows are held against a reference, or against the truth."""
        return self.judges_inputs or bool(self.prediction or self.texts or self.truth or self.missing is not None)

    @property
    def anything(self) -> bool:
        """Whether there is anything to judge."""
        return self.compares or bool(self.latency) or self.errors is not None


def find_judgements(graph: Graph, sources: Sources, offers: tuple[Offer, ...]) -> Judgements:
    """Take of the spec what can be seen."""
    watch = graph.watch or Watch()
    asked = model_inputs(graph)
    rows = bool(sources.current or sources.log) and bool(sources.reference)
    answers = rows and (bool(sources.scores) or sources.reference == "earlier")
    found = Judgements(
        inputs=watched_inputs(graph, asked) if rows else (),
        discovers=_discovered(watch) if rows and not asked.known else (),
        share=watch.share or 0.0,
        prediction=_answer(graph, sources) if answers else None,
        texts=tuple(_texts(graph, sources)) if rows else (),
        missing=watch.missing if rows else None,
        missed=tuple(name for name, _ in asked.kinds) if asked.known else (),
        truth=_truth(graph, sources, offers) if rows else None,
        latency=tuple((name, limit * 1000) for name, limit in watch.latency if name.startswith("p"))
        if sources.log
        else (),
        errors=watch.errors if sources.log else None,
        unwatched=asked.unknown_types if rows and watch.inputs is not None else (),
        reads_log=False,
        left_out=(),
    )
    reads = found.latency or found.errors is not None or (found.compares and not sources.current)
    return evolve(found, reads_log=bool(reads), left_out=tuple(_left_out(watch, sources, found)))


def _whole_answers(watch: Watch) -> tuple[tuple[str, float], ...]:
    """Limits in milliseconds; those of single tokens are for a server that knows these."""
    return tuple((name, limit * 1000) for name, limit in watch.latency if name.startswith("p"))


def _discovered(watch: Watch) -> tuple[tuple[str, Measure], ...]:
    if watch.inputs is None:
        return ()
    return tuple((kind, measure(watch.inputs, kind)) for kind in (NUMBER, CATEGORY))


def _answer(graph: Graph, sources: Sources) -> Watched | None:
    found = watched_answer(graph, sources.answered)
    return evolve(found, column=ANSWER + found.column) if found else None


def _texts(graph: Graph, sources: Sources) -> Iterator[Watched]:
    """Texts of the request, and of the answer where it is known on both sides."""
    watch = graph.watch or Watch()
    answer = {field.name for field in sources.endpoint.response} if sources.endpoint else set()
    asked = {name for name, _ in model_inputs(graph).kinds}
    for name in watch.text:
        column = ANSWER + name if name in answer and name not in asked else name
        if column == name or sources.scores or sources.reference == "earlier":
            yield Watched(column, TEXT, TEXT_CONTENT.method, TEXT_CONTENT.limit)


def _truth(graph: Graph, sources: Sources, offers: tuple[Offer, ...]) -> Truth | None:
    watch = graph.watch or Watch()
    judges = any(isinstance(offer, GateModule) and offer.performance for offer in offers)
    if watch.labels is None or not judges or not (sources.tracking and sources.labels and sources.evaluated):
        return None
    return _joined(graph, sources, watch.labels)


def _joined(graph: Graph, sources: Sources, labels: Labels) -> Truth:
    asked = sources.endpoint.request if sources.endpoint else ()
    types = {one.name: one.type for one in reference_columns(graph) if one.role in ("", "input")}
    types |= {one.name: one.type for one in asked if not one.role}
    return Truth(
        key=labels.key,
        column=labels.column,
        within=timespan(labels.within_seconds),
        event=event_column(graph),
        labels=sources.labels,
        measured=sources.evaluated,
        numbers=_names("NUMBERS", [name for name, type_ in types.items() if type_ in ("integer", "number")]),
        categories=_names("CATEGORIES", [name for name, type_ in types.items() if type_ == "category"]),
    )


def _names(constant: str, names: list[str]) -> Code:
    return laid_out(group(f"{constant} = {{", [Code(python_literal(name)) for name in names], "}")) if names else Code()


def timespan(seconds: float) -> Code:
    """An expression for a length of time, in the largest unit that it has a whole number of."""
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds and seconds % size == 0:
            return Code(f"timedelta({unit}={int(seconds // size)})")
    return Code(f"timedelta(seconds={seconds:g})" if seconds else "timedelta()")


def _left_out(watch: Watch, sources: Sources, found: Judgements) -> Iterator[tuple[tuple[str, ...], str]]:
    """What is asked for and not judged, with the reason."""
    blind = _BLIND if not sources.current and not sources.log else _ALONE if not sources.reference else ""
    if watch.inputs is not None and not found.judges_inputs:
        yield ("drift", "inputs"), blind or "no column is declared whose type can be measured"
    if watch.prediction is not None and found.prediction is None:
        yield ("drift", "prediction"), blind or "the reference has no answers"
    if watch.missing is not None and found.missing is None:
        yield ("drift", "missing"), blind
    if len(found.texts) < len(watch.text):
        yield ("drift", "text"), blind or "the reference has no answers"
    if watch.performance and found.truth is None:
        yield ("performance",), blind or _unmeasured(watch, sources)
    if len(found.latency) < len(watch.latency):
        yield ("latency",), "the log knows whole answers only" if sources.log else _BLIND
    if watch.errors is not None and found.errors is None:
        yield ("errors",), _BLIND


def _unmeasured(watch: Watch, sources: Sources) -> str:
    """Why no metrics are had of a model that serves."""
    if watch.labels is None:
        return "no labels are named"
    if sources.tracking is None:
        return "no model is registered"
    return "the labels ask for more than dates" if sources.evaluated else "evaluate asks for more than model and rows"


_BLIND = "the service keeps no request log"
_ALONE = "there is nothing to compare with"
