"""From the graph, the options and the earlier offers to what the monitor's modules are made of."""

from mlspec.backends.evidently.judgements import Judgements, find_judgements
from mlspec.backends.evidently.monitor_files import MonitorFiles
from mlspec.backends.evidently.monitor_modules import DriftModule, FindingsModule, RequestLogModule
from mlspec.backends.evidently.monitoring_lowering import lower_monitoring
from mlspec.backends.evidently.reporting_lowering import lower_reporting
from mlspec.backends.evidently.settings import Settings, read_settings
from mlspec.backends.evidently.sources import Sources, find_sources
from mlspec.codegen.backend import Request
from mlspec.codegen.code import Code
from mlspec.ir.graph import Graph
from mlspec.ir.offer import NotCompiled, Offer


def lower(request: Request) -> MonitorFiles:
    """Decide which modules there are, and what each holds."""
    graph = request.graph
    options = read_settings(request.options)
    sources = find_sources(graph, request.offers)
    judged = find_judgements(graph, sources, request.offers)
    if graph.watch is None or not judged.anything:
        return MonitorFiles(graph.output_folder, "", None, None, None, None, None, _told(graph, judged))
    return MonitorFiles(
        folder=graph.output_folder,
        schedule=graph.watch.schedule,
        monitoring=lower_monitoring(graph, options, sources, judged),
        request_log=_request_log(graph, options, sources) if judged.reads_log else None,
        drift=_drift(graph, judged) if judged.compares else None,
        findings=_findings(graph, judged),
        reporting=lower_reporting(graph, options, judged, model=sources.tracking is not None),
        told=_told(graph, judged),
    )


def _told(graph: Graph, judged: Judgements) -> tuple[Offer, ...]:
    if graph.watch is None:
        return ()
    return tuple(NotCompiled(("monitor", *key), why) for key, why in judged.left_out)


def _request_log(graph: Graph, options: Settings, sources: Sources) -> RequestLogModule | None:
    if sources.log is None:
        return None
    return RequestLogModule(
        name=graph.name,
        spec_path=graph.spec_path,
        up=graph.output_folder.count("/") + 1,
        folder=sources.log.path,
        variable=sources.log.variable,
        endpoint=sources.endpoint.name if sources.endpoint else "",
        sample=options.max_rows,
        seed=options.seed,
    )


def _drift(graph: Graph, judged: Judgements) -> DriftModule:
    return DriftModule(graph.name, graph.spec_path, discovers=bool(judged.discovers), misses=judged.missing is not None)


def _findings(graph: Graph, judged: Judgements) -> FindingsModule:
    performance = judged.truth is not None
    collections = [
        *(["Mapping"] if judged.missing is not None or performance or judged.latency else []),
        *(["Sequence"] if judged.compares or performance else []),
    ]
    imports = [
        *(["import math"] if performance else []),
        *(["from collections import Counter"] if judged.errors is not None else []),
        *([f"from collections.abc import {', '.join(collections)}"] if collections else []),
        f"from typing import {'TYPE_CHECKING, Any' if judged.compares else 'Any'}",
    ]
    return FindingsModule(
        name=graph.name,
        spec_path=graph.spec_path,
        imports=tuple(map(Code, imports)),
        libraries=(Code("import numpy as np"),) if judged.latency else (),
        local_imports=(Code("import gates"),) if performance else (),
        compares=judged.compares,
        inputs=judged.judges_inputs,
        prediction=judged.prediction is not None,
        texts=bool(judged.texts),
        describes=judged.prediction is not None or bool(judged.texts),
        missing=judged.missing is not None,
        performance=performance,
        latency=bool(judged.latency),
        errors=judged.errors is not None,
    )
