"""From the service of the graph, and the options, to what the modules of the service are made of."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from mlspec.backends.bentoml.bentofile import lower_bentofile
from mlspec.backends.bentoml.endpoint_lowering import Answering, lower_service
from mlspec.backends.bentoml.replaying import lower_replay
from mlspec.backends.bentoml.service_files import ServiceFiles
from mlspec.backends.bentoml.service_module import (
    BatchingModule,
    GatewayModule,
    ObservationModule,
    RequestLogModule,
    StartModule,
    VersionModule,
)
from mlspec.backends.bentoml.serving_offers import LOG_VARIABLE, service_offers
from mlspec.codegen.backend import Request
from mlspec.codegen.code import Code
from mlspec.codegen.line_breaks import Text, group, laid_out
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.graph import Graph
from mlspec.ir.offer import Entrypoint, NotCompiled, Offer, PredictorModule, TrackingModule, first_offer
from mlspec.ir.service import Endpoint, Service
from mlspec.source.route import Route

if TYPE_CHECKING:
    from mlspec.backends.bentoml.options import BentomlOptions

_LADDER = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_AROUND = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
_DAY = 86400.0
_LARGE = frozenset({"array", "image", "list", "map", "text"})


def lower(request: Request) -> ServiceFiles:
    """Decide what each file holds; of a service that cannot be compiled yet there is none, and that is told."""
    graph = request.graph
    options = cast("BentomlOptions | None", request.options)
    predictor = first_offer(request.offers, PredictorModule)
    tracking = next((offer for offer in request.offers if isinstance(offer, TrackingModule) and offer.model), None)
    if options is None or graph.service is None:
        return ServiceFiles(graph.output_folder, graph.spec_path)
    missing = tuple(dict.fromkeys(_missing(graph.service, options)))
    if missing or predictor is None or tracking is None:
        missing = missing or (options.route,)
        return ServiceFiles(graph.output_folder, graph.spec_path, offers=tuple(map(NotCompiled, missing)))
    endpoints = graph.service.endpoints
    head = (graph.name, graph.spec_path)
    up = graph.output_folder.count("/") + 2
    timeout = options.timeout.seconds
    batched = tuple(name for name in predictor.frames if name not in predictor.asynchronous) if options.batching else ()
    learns = tracking.inputs and bool(predictor.frames)
    replay = lower_replay(graph, options, request.offers)
    return ServiceFiles(
        folder=graph.output_folder,
        spec_path=graph.spec_path,
        service=lower_service(graph, graph.service, options, Answering(predictor, batched, learns=learns)),
        gateway=GatewayModule(
            *head, _routes(endpoints), timeout, _largest_body(endpoints), options.max_concurrency or 0
        ),
        observation=ObservationModule(*head, _buckets(graph, timeout)),
        request_log=RequestLogModule(*head, up, f".mlspec/requests/{graph.name}", LOG_VARIABLE, _kept_days(graph)),
        version=VersionModule(*head, graph.service.alias, _advice(request.offers), learns),
        start=StartModule(
            *head, up, f".mlspec/services/{graph.name}", options.port, f"{graph.output_folder}/service/service.py"
        ),
        batching=_batching(head, options) if batched else None,
        replay=replay,
        bentofile=lower_bentofile(graph, options, request.offers, batches=bool(batched)),
        offers=(
            *service_offers(graph, options, predictor, batches=bool(batched), replays=replay is not None),
            *((NotCompiled(options.at("batching")),) if options.batching and not batched else ()),
        ),
    )


def _missing(service: Service, options: "BentomlOptions") -> Iterator[Route]:
    """What keeps the service from being compiled."""
    if options.app is not None:
        yield options.at("app")
    if service.uses:
        yield ("deploy", "uses")
    for endpoint in service.endpoints:
        if endpoint.answers == "image" or any(field.type == "image" for field in endpoint.request):
            yield endpoint.route


def _routes(endpoints: tuple[Endpoint, ...]) -> Code:
    items = (Code(f"{python_literal('/' + one.name)}: {python_literal(one.name)}") for one in endpoints)
    return laid_out(group("{", items, "}"), 0, len("ENDPOINTS = "))


def _largest_body(endpoints: tuple[Endpoint, ...]) -> Code:
    """Bytes; what holds more than numbers and words may be long."""
    long = any(not one.request or any(field.type in _LARGE for field in one.request) for one in endpoints)
    return Code("20_000_000" if long else "1_000_000")


def _buckets(graph: Graph, timeout: float) -> Code:
    """Seconds: a ladder, and close steps around the limits that the monitor holds the service to."""
    limits = [seconds for _, seconds in graph.watch.latency] if graph.watch else []
    steps = {round(limit * part, 6) for limit in limits for part in _AROUND} | set(_LADDER) | {timeout}
    items = (Code(python_literal(float(step))) for step in sorted(steps) if step <= timeout)
    return laid_out(group("buckets=(", items, ")"), 4, 1)


def _kept_days(graph: Graph) -> int:
    """As long as the monitor, the labels that come late, and someone who wants to see why may look back."""
    watch = graph.watch
    within = watch.labels.within_seconds if watch and watch.labels else 0.0
    window = (watch.window_seconds or 0.0) if watch else 0.0
    return max(90, round((2 * window + within) / _DAY))


def _advice(offers: tuple[Offer, ...]) -> Code:
    """How a version comes to have the alias, as the end of the sentence that says that none has it."""
    run = next((offer for offer in offers if isinstance(offer, Entrypoint) and offer.name == "run"), None)
    return laid_out(Text("ADVICE = ", f": `{' '.join(run.words)}` makes one" if run else ""))


def _batching(head: tuple[str, str], options: "BentomlOptions") -> BatchingModule | None:
    batching = options.batching
    return BatchingModule(*head, batching.max_batch_size, batching.max_latency.seconds) if batching else None
