"""The steps that bring a monitor what it compares: no part of a run, called with the window that is looked at."""

from mlspec.ir.graph import Graph
from mlspec.ir.step import Step


def watch_steps(graph: Graph) -> tuple[Step, ...]:
    """The current data where the spec names a step for it, and the labels."""
    watch = graph.watch
    if watch is None:
        return ()
    steps = (watch.current, watch.labels.step if watch.labels else None)
    return tuple(step for step in steps if step is not None)
