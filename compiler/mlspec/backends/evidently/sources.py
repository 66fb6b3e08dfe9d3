"""Where the rows come from that a monitor compares, and the truth about them."""

from mlspec.backends.evidently.watched_columns import reference_columns, watched_endpoint
from mlspec.codegen.code import Code, dotted
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.binding import FromRows
from mlspec.ir.graph import Graph
from mlspec.ir.offer import Offer, PredictorModule, RequestLog, StageCall, StageModule, TrackingModule, first_offer
from mlspec.ir.service import Endpoint
from mlspec.ir.step import Command
from mlspec.vocabulary.record import record
from mlspec.vocabulary.role import Role

_KNOWN = {"start": "start", "end": "end", "as_of": "end"}


@record
class Sources:
    """What is there to build on: the log, the model's registry, the predictor, and the calls of the stages.

    `tracking` is None where no model is registered. `reference` is how the rows are had that the current ones are
    compared with: `tracked` with the model's run, `loaded` anew, or `earlier` in the log; empty where there are none.
    `scores` names the function that answers rows without the service, which `learns` how the version has learned rows.
    """

    log: RequestLog | None
    tracking: TrackingModule | None
    endpoint: Endpoint | None
    current: Code
    labels: Code
    evaluated: Code
    reference: str
    loaded: Code
    answered: tuple[str, ...]
    scores: Code
    learns: bool
    batches: bool
    runs_commands: bool


def find_sources(graph: Graph, offers: tuple[Offer, ...]) -> Sources:
    """Look among what the earlier back ends offer."""
    log = first_offer(offers, RequestLog)
    tracking = next((offer for offer in offers if isinstance(offer, TrackingModule) and offer.model), None)
    stages = first_offer(offers, StageModule) or StageModule("")
    endpoint = watched_endpoint(graph)
    watch = graph.watch
    steps = [step for step in (watch.current, watch.labels.step if watch.labels else None) if step] if watch else []
    loaded = _loaded(graph, stages)
    return Sources(
        log=log,
        tracking=tracking,
        endpoint=endpoint,
        current=_watching(stages, watch.current.name if watch and watch.current else "", graph),
        labels=_watching(stages, watch.labels.step.name if watch and watch.labels else "", graph),
        evaluated=_evaluated(graph, stages),
        reference=_reference(graph, log, tracking, loaded),
        loaded=loaded,
        answered=_answered(offers, endpoint) or (log.prediction if log else ()),
        scores=_scoring(graph, offers, endpoint) if tracking is not None else Code(),
        learns=_learns(offers, endpoint),
        batches=endpoint is not None and _batches(endpoint),
        runs_commands=any(isinstance(step.action, Command) for step in steps),
    )


def _watching(stages: StageModule, name: str, graph: Graph) -> Code:
    """The call of a step of the watch; empty where it asks for what a monitor does not know."""
    call = next((call for call in stages.watches if call.step == name), None)
    if call is None or not set(call.takes) <= _KNOWN.keys():
        return Code()
    text = f"{dotted(call.function)}({', '.join(_KNOWN[name] for name in call.takes)})"
    watch = graph.watch
    steps = (watch.current, watch.labels.step if watch.labels else None) if watch else ()
    is_command = any(step is not None and step.name == name and isinstance(step.action, Command) for step in steps)
    return Code(f"_read({text})" if is_command else text)


def _evaluated(graph: Graph, stages: StageModule) -> Code:
    """The project's own measuring, where it asks for the model and rows alone."""
    registration = next((step for step in graph.steps if step.role is Role.REGISTER), None)
    registered = registration.inputs[:1] if registration else ()
    measuring = {
        step.name for step in graph.steps if step.role is Role.EVALUATE and not isinstance(step.action, Command)
    }
    for call in stages.calls:
        others = [name for name in call.takes if name not in registered]
        if call.step in measuring and len(call.takes) == 2 and len(others) == 1 and _is_rows(graph, others[0]):
            given = ("labelled" if name in others else "model" for name in call.takes)
            return Code(f"{dotted(call.function)}({', '.join(given)})")
    return Code()


def _is_rows(graph: Graph, name: str) -> bool:
    return any(name in step.outputs for step in graph.steps if step.role is Role.DATA)


def _reference(graph: Graph, log: RequestLog | None, tracking: TrackingModule | None, loaded: Code) -> str:
    watch = graph.watch
    if watch is None:
        return ""
    if tracking is not None and watch.reference and tracking.reference == watch.reference:
        return "tracked"
    if watch.reference and loaded:
        return "loaded"
    return "earlier" if log is not None and watch.current is None else ""


def _loaded(graph: Graph, stages: StageModule) -> Code:
    """The reference as its step loads it, as of the window's start; the rows in the window are none of it then."""
    name = graph.watch.reference if graph.watch else ""
    call: StageCall | None = next((call for call in stages.calls if call.gives == (name,)), None)
    if call is None or not set(call.takes) <= {"as_of"}:
        return Code()
    text = f"{dotted(call.function)}({', '.join('start' for _ in call.takes)})"
    return Code(f"_read({text})" if isinstance(graph.step(call.step).action, Command) else text)


def _scoring(graph: Graph, offers: tuple[Offer, ...], endpoint: Endpoint | None) -> Code:
    """The predictor's function that answers rows without the service; empty where none can."""
    predictor = first_offer(offers, PredictorModule)
    if predictor is None or endpoint is None or endpoint.name not in predictor.endpoints or endpoint.answers:
        return Code()
    if endpoint.name in predictor.asynchronous or (graph.service and graph.service.uses):
        return Code()
    functions = dict(zip(predictor.endpoints, predictor.functions or predictor.endpoints, strict=True))
    return dotted(f"predictor.{functions[endpoint.name]}")


def _answered(offers: tuple[Offer, ...], endpoint: Endpoint | None) -> tuple[str, ...]:
    """The fields of an answer as far as they are known."""
    for offer in offers:
        if isinstance(offer, PredictorModule) and endpoint is not None and endpoint.name in offer.endpoints:
            return dict(zip(offer.endpoints, offer.prediction, strict=False)).get(endpoint.name, ())
    return ()


def _learns(offers: tuple[Offer, ...], endpoint: Endpoint | None) -> bool:
    """Whether the predictor makes rows look as the version has learned them."""
    predictors = [offer for offer in offers if isinstance(offer, PredictorModule)]
    return endpoint is not None and any(endpoint.name in predictor.frames for predictor in predictors)


def _batches(endpoint: Endpoint) -> bool:
    """Whether many rows are answered at once."""
    return endpoint.predict is None or any(isinstance(one.source, FromRows) for one in endpoint.predict.bindings)


def event_column(graph: Graph) -> str:
    """The field that tells when that happened which a request is about."""
    endpoint = watched_endpoint(graph)
    fields = endpoint.request if endpoint else reference_columns(graph)
    return next((field.name for field in fields if field.role == "timestamp"), "")


def tracked_rows(graph: Graph) -> Code:
    """The rows that were kept with the version's run."""
    return Code(f"tracking.reference(version, {python_literal(graph.watch.reference if graph.watch else '')})")
