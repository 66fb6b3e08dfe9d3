"""From the steps that load a dataset to the command line that sends its rows to the service."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.backends.bentoml.service_module import ReplayModule
from mlspec.codegen.code import Code, dotted, identifier
from mlspec.codegen.line_breaks import Text, group, laid_out
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.graph import Graph
from mlspec.ir.offer import Offer, StageCall, StageModule, first_offer
from mlspec.ir.service import Endpoint
from mlspec.ir.step import Command
from mlspec.vocabulary.record import record

if TYPE_CHECKING:
    from mlspec.backends.bentoml.options import BentomlOptions

_DAY = 86400.0
_WINDOW_DAYS = 30.0


@record
class _Loading:
    """The calls that give a dataset, in order."""

    stages: StageModule
    calls: tuple[StageCall, ...]


def lower_replay(graph: Graph, options: "BentomlOptions", offers: tuple[Offer, ...]) -> ReplayModule | None:
    """The command line; None where no endpoint takes the columns of a dataset that the steps can load from a date."""
    stages = first_offer(offers, StageModule)
    if stages is None or graph.service is None:
        return None
    for endpoint in graph.service.endpoints:
        calls = _loading(graph, stages, endpoint.dataset) if endpoint.request and endpoint.dataset else ()
        if calls:
            return _module(graph, options, endpoint, _Loading(stages, calls))
    return None


def _module(graph: Graph, options: "BentomlOptions", endpoint: Endpoint, loading: _Loading) -> ReplayModule:
    roles = {field.role: field.name for field in reversed(endpoint.request)}
    window = graph.watch.window_seconds if graph.watch else None
    faults = [dotted(fault) for fault in loading.stages.faults if fault.startswith("stages.")]
    items = (Text("", field.name) for field in endpoint.request)
    return ReplayModule(
        name=graph.name,
        spec_path=graph.spec_path,
        url=f"http://127.0.0.1:{options.port}",
        start=laid_out(Text("START = ", f"python {graph.output_folder}/service/serve.py")),
        route=f"/{endpoint.name}",
        dataset=endpoint.dataset,
        columns=laid_out(group("COLUMNS = (", items, ")")) if len(endpoint.request) > 1 else _single(endpoint),
        loading=tuple(_lines(loading.calls)),
        timestamp=roles.get("timestamp", ""),
        days=(window or 0.0) / _DAY or _WINDOW_DAYS,
        faults=Code(f"({', '.join([*faults, 'ReplayError'])})" if faults else "ReplayError"),
    )


def _single(endpoint: Endpoint) -> Code:
    return Code(f"COLUMNS = ({python_literal(endpoint.request[0].name)},)")


def _loading(graph: Graph, stages: StageModule, dataset: str) -> tuple[StageCall, ...]:
    """The first call that gives the dataset, behind those that give what it takes."""
    position = next((index for index, call in enumerate(stages.calls) if dataset in call.gives), None)
    if position is None:
        return ()
    wanted: set[str] = {dataset}
    found: list[StageCall] = []
    for call in reversed(stages.calls[: position + 1]):
        if wanted.intersection(call.gives):
            found.insert(0, call)
            wanted = wanted.difference(call.gives).union(call.takes)
    runs_programs = any(isinstance(graph.step(call.step).action, Command) for call in found)
    return () if wanted - {"as_of"} or runs_programs else tuple(found)


def _lines(calls: tuple[StageCall, ...]) -> Iterator[Code]:
    for call in calls:
        given = ", ".join(identifier(name) for name in call.gives)
        taken = ", ".join(identifier(name) for name in call.takes)
        yield Code(f"{given} = {dotted(call.function)}({taken})")
