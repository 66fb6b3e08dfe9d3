"""Which columns a monitor looks at: what the model is asked, and which field of its answer tells most."""

from collections.abc import Iterator

from mlspec.backends.evidently.measures import CATEGORY, KINDS, NUMBER, TEXT, measure
from mlspec.ir.column import Column
from mlspec.ir.graph import Graph
from mlspec.ir.service import Endpoint, Field
from mlspec.ir.step import Split
from mlspec.ir.watch import DriftLimit
from mlspec.vocabulary.record import record


@record
class Watched:
    """A column, the kind of what it holds, and how its drift is measured."""

    column: str
    kind: str
    method: str
    limit: float


@record
class Inputs:
    """The columns that the model sees, each with its kind, and those of whose type no distance is known.

    `known` is false where the spec does not say them.
    """

    kinds: tuple[tuple[str, str], ...]
    unknown_types: tuple[str, ...] = ()
    known: bool = True


def watched_endpoint(graph: Graph) -> Endpoint | None:
    """The endpoint whose requests are looked at: the one that is asked what the reference holds, else the first."""
    endpoints = graph.service.endpoints if graph.service else ()
    reference = graph.watch.reference if graph.watch else ""
    matching = [endpoint for endpoint in endpoints if endpoint.dataset and endpoint.dataset == reference]
    return next(iter(matching or endpoints), None)


def reference_columns(graph: Graph) -> tuple[Column, ...]:
    """The declared columns of the rows that are compared with, also where a split has given them."""
    name = graph.watch.reference if graph.watch else ""
    splits = [step.action.dataset for step in graph.steps if isinstance(step.action, Split) and name in step.outputs]
    dataset = graph.dataset(name) or next(filter(None, map(graph.dataset, splits)), None)
    return dataset.columns if dataset else ()


def model_inputs(graph: Graph) -> Inputs:
    """What the model sees: the request's fields, else the reference's columns that have no other role."""
    endpoint = watched_endpoint(graph)
    fields = endpoint.request if endpoint else ()
    typed = [(field.name, field.type) for field in fields if not field.role]
    typed = typed or [(one.name, one.type) for one in reference_columns(graph) if one.role in ("", "input")]
    kinds = tuple((name, KINDS[type_]) for name, type_ in typed if type_ in KINDS)
    return Inputs(kinds, tuple(name for name, type_ in typed if type_ not in KINDS), known=bool(typed))


def watched_inputs(graph: Graph, inputs: Inputs) -> tuple[Watched, ...]:
    """The columns with a limit: those that the spec names, each with its own, else all; texts are watched as texts."""
    watch = graph.watch
    if watch is None or watch.inputs is None:
        return ()
    limits = {one.column: one.limit for one in watch.columns}
    chosen = (one for one in inputs.kinds if one[1] != TEXT and (not limits or one[0] in limits))
    return tuple(_watched(name, kind, limits.get(name, watch.inputs)) for name, kind in chosen)


def watched_answer(graph: Graph, logged: tuple[str, ...]) -> Watched | None:
    """The probability where the model gives one, else what it predicts; None where no field of the answer is either."""
    watch, endpoint = graph.watch, watched_endpoint(graph)
    if watch is None or watch.prediction is None or endpoint is None:
        return None
    fields = endpoint.response or tuple(Field(name, "") for name in logged)
    for name, kind in _answers(graph, fields):
        return _watched(name, kind, watch.prediction)
    return None


def _answers(graph: Graph, fields: tuple[Field, ...]) -> Iterator[tuple[str, str]]:
    """Fields that tell what the model predicts, the most telling first."""
    prediction = graph.prediction
    number = NUMBER if prediction is None or prediction.kind == "regression" else CATEGORY
    kinds = {
        "": number,
        "integer": number,
        "number": NUMBER,
        "boolean": CATEGORY,
        "category": CATEGORY,
        "string": CATEGORY,
    }
    single = [field for field in fields if field.type in kinds]
    if prediction is not None and prediction.kind == "binary":
        yield from ((field.name, NUMBER) for field in single if _is_probability(field))
    if prediction is not None:
        yield from ((field.name, kinds[field.type]) for field in single if field.name == prediction.column)
    yield from ((field.name, kinds[field.type]) for field in single if field.type != "string")


def _is_probability(field: Field) -> bool:
    return field.type == "number" and ((field.minimum, field.maximum) == (0, 1) or "prob" in field.name.lower())


def _watched(name: str, kind: str, limit: DriftLimit) -> Watched:
    found = measure(limit, kind)
    return Watched(name, kind, found.method, found.limit)
