"""The steps that bring a monitor what it compares: no part of a run, called with the window that is looked at."""

from mlspec.ir.graph import Graph
from mlspec.ir.step import Step
from mlspec.vocabulary.record import evolve


def watch_steps(graph: Graph) -> tuple[Step, ...]:
    """Each under the name of its function, which no step of a run has: a dataset may be called `labels` too."""
    taken = {step.name for step in graph.steps}
    return tuple(evolve(step, name=f"{step.name}_") if step.name in taken else step for step in asked_steps(graph))


def asked_steps(graph: Graph) -> tuple[Step, ...]:
    """The current data where the spec names a step for it, and the labels, as the graph has them."""
    watch = graph.watch
    if watch is None:
        return ()
    steps = (watch.current, watch.labels.step if watch.labels else None)
    return tuple(step for step in steps if step is not None)
