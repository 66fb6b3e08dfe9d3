"""What the parts of the training flow ask for: the graph, the modules that others write, and what follows from them."""

from mlspec.backends.prefect.naming import Naming, name_all
from mlspec.backends.prefect.task_lowering import is_kept
from mlspec.codegen.backend import Request
from mlspec.ir.graph import Environment, Graph
from mlspec.ir.offer import ReleaseModule, StageModule, TrackingModule, first_offer
from mlspec.vocabulary.record import record

LOCAL = "local"
"""The environment that is always there: one machine, which stands for all others."""

_CONTEXT = ("as_of", "identity", "run_id", "environment", "workdir")


@record
class FlowScope:
    """The graph and the modules; `context` is what of the run's own knowledge its steps ask for.

    `keeps` says that some results are kept for other runs, `forces` that a run can be made to leave aside what is there
    already, `passes` that a version goes through environments.
    """

    graph: Graph
    stages: StageModule
    release: ReleaseModule | None
    tracked: bool
    copies: bool
    context: tuple[str, ...]
    naming: Naming
    keeps: bool
    forces: bool
    reuses: bool
    passes: bool
    gated: bool


def open_scope(request: Request, stages: StageModule) -> FlowScope:
    """Read the offers of the tracker and of the release."""
    graph = request.graph
    release = first_offer(request.offers, ReleaseModule)
    tracking = first_offer(request.offers, TrackingModule)
    taken = {name for call in stages.calls for name in call.takes}
    context = tuple(name for name in _CONTEXT if name == "as_of" or name in taken)
    keeps = any(is_kept(graph, call) for call in stages.calls)
    reuses = release is not None and release.reuses
    return FlowScope(
        graph=graph,
        stages=stages,
        release=release,
        tracked=tracking is not None,
        copies=tracking is not None and bool(tracking.environments),
        context=context,
        naming=name_all(stages.calls, context),
        keeps=keeps,
        forces=keeps or reuses,
        reuses=reuses,
        passes=release is not None and bool(release.environments),
        gated=any("verdicts" in call.gives for call in stages.calls),
    )


def named_places(graph: Graph) -> tuple[Environment, ...]:
    """The environments that the spec declares."""
    return tuple(environment for environment in graph.environments if environment.name != LOCAL)
