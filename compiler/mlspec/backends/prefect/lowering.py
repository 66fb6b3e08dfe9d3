"""From the graph, the options and what the other modules offer to flows and deployments."""

from collections.abc import Iterator

from mlspec.backends.prefect.deployment_lowering import lower_deployments, owner_of, resource_of
from mlspec.backends.prefect.flow_lowering import lower_training
from mlspec.backends.prefect.monitoring_flow import MonitoringFlow
from mlspec.backends.prefect.prefect_files import DeployModule, PrefectFiles, SetupModule
from mlspec.codegen.backend import Request
from mlspec.ir.graph import Graph
from mlspec.ir.offer import MonitorModule, NotCompiled, StageModule, first_offer


def lower(request: Request) -> PrefectFiles:
    """Decide what each file holds; a project without steps has no use for any."""
    graph = request.graph
    stages = first_offer(request.offers, StageModule)
    monitor = first_offer(request.offers, MonitorModule)
    if stages is None or not stages.calls:
        return PrefectFiles(graph.output_folder)
    training = lower_training(request, stages)
    deployments = lower_deployments(request, training.environments, monitor)
    pools = dict.fromkeys(one.pool.name for one in deployments if one.pool.own)
    return PrefectFiles(
        folder=graph.output_folder,
        name=graph.name,
        spec_path=graph.spec_path,
        setup=SetupModule(graph.name, graph.spec_path, graph.output_folder.count("/") + 1),
        training=training,
        monitoring=_monitoring(graph) if monitor is not None else None,
        deploy=DeployModule(graph.name, graph.spec_path, owner_of(graph), next(iter(pools), "")),
        deployments=deployments,
        not_compiled=tuple(_not_compiled(graph, monitor)),
    )


def _monitoring(graph: Graph) -> MonitoringFlow:
    return MonitoringFlow(
        name=graph.name,
        spec_path=graph.spec_path,
        flow_name=f"{graph.name}-monitoring",
        flow_tag=graph.name,
        artifact=f"{graph.name}-verdict",
        resource=resource_of(graph),
    )


def _not_compiled(graph: Graph, monitor: MonitorModule | None) -> Iterator[NotCompiled]:
    """Causes to train again that no monitor names."""
    if graph.retraining is not None and graph.retraining.when and monitor is None:
        yield NotCompiled(("retrain", "when"))
