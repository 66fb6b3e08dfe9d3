"""An environment changes how the model is made, though it does not build it.

The version that was trained and tested in the building environment is the one that serves in production. `data`,
`predicts`, `train`, `runtime` and what `evaluate` runs can only differ where models are built; elsewhere the words
would have no effect, or the wrong one. Later environments may add gates over the recorded metrics, and differ in
everything that comes after the registration. Move the words to the building environment, or to the top of the spec.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Rule
from mlspec.source.route import Route, format_route

if TYPE_CHECKING:
    from mlspec.spec.environment import Environment, Environments

RULE = Rule("rebuilt-environment", __doc__)


def check(environments: Environments) -> Iterator[Finding]:
    """Look through what the environments overlay that do not build."""
    building = next((name for name, environment in environments.root.items() if environment.builds), None)
    if building is None:
        return
    for name, environment in environments.root.items():
        for route in _making(environment) if not environment.builds else ():
            words = format_route(route[len(environment.route) :])
            message = f"`{name}` changes `{words}`, but models are built in `{building}`"
            help_ = (f"move it to `environments.{building}`, or to the top of the spec",)
            yield Finding(message, (At(route, "has no effect here", key=True),), help_)


def _making(environment: Environment) -> Iterator[Route]:
    """What stands in an overlay and takes part in the making of the model."""
    for section, words in environment.overlay.items():
        route = (*environment.route, section)
        if section in _SECTIONS:
            yield route
        elif section == "evaluate" and isinstance(words, dict):
            yield from ((*route, field) for field in words if field in _EVALUATION)


_SECTIONS = frozenset({"data", "predicts", "train", "runtime"})
_EVALUATION = frozenset({"run", "command", "metrics", "params", "inputs", "outputs", "env", "workdir"})
