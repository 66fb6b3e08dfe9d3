"""From the options, the environments and what is watched to the deployments of `prefect.yaml`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from mlspec.backends.prefect.deployment import Deployment, Pool, Trigger
from mlspec.backends.prefect.flow_scope import LOCAL, named_places
from mlspec.backends.prefect.training_flow import Environments
from mlspec.codegen.backend import Request
from mlspec.ir.graph import Environment, Graph
from mlspec.ir.offer import MonitorModule
from mlspec.schema.key_order import in_order
from mlspec.vocabulary.record import evolve

if TYPE_CHECKING:
    from mlspec.backends.prefect.options import PrefectOptions

_SHORTEST = 60.0
"""Seconds that one verdict is given to name all its causes before it counts as another."""


def lower_deployments(
    request: Request, environments: Environments, monitor: MonitorModule | None
) -> tuple[Deployment, ...]:
    """Training where models are built, promotion to each later environment, and the monitor."""
    promotions = _promotions(request) if environments.passed else ()
    watching = _monitoring(request, monitor) if monitor is not None else ()
    return (*_training(request, environments, monitor), *promotions, *watching)


def owner_of(graph: Graph) -> str:
    """The tag by which deployments are known as this model's own."""
    return f"mlspec:{graph.name}"


def resource_of(graph: Graph) -> str:
    """What the events of a monitor are about."""
    return f"model.{graph.name}"


def _training(request: Request, environments: Environments, monitor: MonitorModule | None) -> Iterator[Deployment]:
    graph = request.graph
    place = next((place.name for place in named_places(graph) if place.builds), "")
    options = _options_in(request, place)
    if options is None:
        return
    retraining = graph.retraining
    going = f" and brings it to {place}" if place and environments.passed else ""
    yield evolve(
        _deployment(request, options, "training", "training", f"Trains {graph.name}{going}."),
        parameters=(("environment", place),) if place and environments.type else (),
        cron=retraining.schedule if retraining else "",
        trigger=_trigger(graph) if monitor is not None else None,
    )


def _promotions(request: Request) -> Iterator[Deployment]:
    for place in named_places(request.graph):
        options = None if place.builds else _options_in(request, place.name)
        if options is not None:
            description = _promotion(request.graph, place)
            deployment = _deployment(request, options, f"promote-{place.name}", "training", description)
            yield evolve(deployment, parameters=(("environment", place.name),))


def _promotion(graph: Graph, place: Environment) -> str:
    text = f"Brings the version of {graph.name} that {place.after} has to {place.name}"
    return f"{text}; to start it is the approval." if place.approval else f"{text}."


def _monitoring(request: Request, monitor: MonitorModule) -> Iterator[Deployment]:
    """One of the base, and one for each later environment whose runs go elsewhere."""
    places = {place.name: place for place in request.graph.environments}
    elsewhere = [(f"-{name}", options) for name, options in request.environment_options if _is_later(places, name)]
    watch = request.graph.watch
    description = f"Looks whether {request.graph.name} still does what it should."
    for suffix, options in (("", request.options), *elsewhere):
        if options is not None:
            own = cast("PrefectOptions", options)
            deployment = _deployment(request, own, f"monitoring{suffix}", "monitoring", description)
            yield evolve(deployment, cron=monitor.schedule or (watch.schedule if watch else ""))


def _is_later(places: dict[str, Environment], name: str) -> bool:
    return name != LOCAL and name in places and not places[name].builds


def _trigger(graph: Graph) -> Trigger | None:
    retraining = graph.retraining
    if retraining is None or not retraining.when:
        return None
    return Trigger(
        name=f"{graph.name}: train again",
        resource=resource_of(graph),
        events=tuple(f"model.{cause}" for cause in retraining.when),
        within_seconds=max(retraining.cooldown_seconds or 0.0, _SHORTEST),
    )


def _options_in(request: Request, place: str) -> "PrefectOptions | None":
    """The options of an environment; None where another back end serves it."""
    return cast("PrefectOptions | None", dict(request.environment_options).get(place, request.options))


def _deployment(request: Request, options: "PrefectOptions", name: str, flow: str, description: str) -> Deployment:
    """A deployment that somebody starts."""
    graph, limit = request.graph, options.concurrency_limit
    return Deployment(
        name=name,
        entrypoint=f"{graph.output_folder}/flows/{flow}_flow.py:{flow}",
        description=description,
        tags=tuple(dict.fromkeys((graph.name, owner_of(graph), *options.tags))),
        pool=_pool(graph, options),
        limit=limit.limit if limit else None,
        collision=limit.collision.name if limit else "",
    )


def _pool(graph: Graph, options: "PrefectOptions") -> Pool:
    if not options.work_pool:
        return Pool(graph.name, own=True)
    return Pool(
        options.work_pool,
        options.work_queue,
        tuple((key, in_order(value)) for key, value in sorted(options.job_variables.items())),
    )
