"""What the service tells later back ends: how it is started, where it listens, what it writes down."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.ir.graph import Graph
from mlspec.ir.offer import Entrypoint, GeneratedFile, Offer, PredictorModule, RequestLog, ServedEndpoint

if TYPE_CHECKING:
    from mlspec.backends.bentoml.options import BentomlOptions

LOG_VARIABLE = "REQUEST_LOG"
PORT_VARIABLE = "PORT"


def service_offers(
    graph: Graph, options: "BentomlOptions", predictor: PredictorModule, *, batches: bool, replays: bool
) -> Iterator[Offer]:
    """The files, the commands, the endpoint and the log; what they cover is told of the spelled files."""
    folder = f"{graph.output_folder}/service"
    words = ("python", f"{folder}/serve.py")
    yield GeneratedFile(f"{folder}/service.py", "the typed service of the registered model")
    yield GeneratedFile(f"{folder}/model_version.py", "the version that all workers of a service answer with")
    yield GeneratedFile(f"{folder}/gateway.py", "limits of a request, and the version in every answer")
    yield GeneratedFile(f"{folder}/observation.py", "metrics, and a line of the log a request")
    yield GeneratedFile(f"{folder}/request_writer.py", "what was asked and answered, for the monitor")
    if batches:
        yield GeneratedFile(f"{folder}/batching.py", "requests that are answered together")
    yield GeneratedFile(f"{folder}/serve.py", "starts the service on this machine")
    yield GeneratedFile(f"{folder}/bentofile.yaml", "what `bentoml build` packs")
    build = f"`bentoml build -f {folder}/bentofile.yaml .` packs it."
    yield Entrypoint("serve", words, f"the service, on port {options.port} or the one that PORT holds", build)
    if replays:
        yield GeneratedFile(f"{folder}/replay.py", "sends rows of the dataset to the service")
        yield Entrypoint("replay", ("python", f"{folder}/replay.py"), "send rows of the dataset to the running service")
    yield ServedEndpoint(
        words=words,
        port=options.port,
        port_variable=PORT_VARIABLE,
        live="/livez",
        ready="/readyz",
        metrics="/metrics",
        predict=tuple(f"/{name}" for name in predictor.endpoints),
    )
    yield RequestLog(
        path=f".mlspec/requests/{graph.name}",
        variable=LOG_VARIABLE,
        inputs=_names(field.name for one in graph.service.endpoints for field in one.request) if graph.service else (),
        prediction=_names(name for names in predictor.prediction for name in names),
    )


def _names(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
