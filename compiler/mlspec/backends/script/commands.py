"""The ways to start `run.py` that a reader of the model's page wants to know."""

from collections.abc import Iterator

from mlspec.ir.graph import Graph
from mlspec.ir.offer import Entrypoint
from mlspec.ir.step import GateCheck, Registration

_REFUSED = "Exit status 3 says that the model did not pass"


def lower_commands(graph: Graph) -> Iterator[Entrypoint]:
    """The whole lifecycle, a part of it, and the way to each later environment."""
    run = ("python", f"{graph.output_folder}/run.py")
    registers = any(isinstance(step.action, Registration) for step in graph.steps)
    refused = f"{_REFUSED} and that nothing was registered." if registers else f"{_REFUSED}."
    gated = any(isinstance(step.action, GateCheck) for step in graph.steps)
    yield Entrypoint("run", run, "the whole lifecycle on this machine", refused if gated else "")
    yield Entrypoint("run-as-of", (*run, "--as-of", "2024-07-01"), "as if it were that day")
    if len(graph.steps) > 1:
        yield Entrypoint("run-from", (*run, "--from", graph.steps[-1].name), "go on with what the last run has kept")
    if registers:
        for environment in graph.environments:
            if not environment.builds:
                words = (*run, "--env", environment.name)
                yield Entrypoint(f"run-{environment.name}", words, f"promote the version that {environment.after} has")
