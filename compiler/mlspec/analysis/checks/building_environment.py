"""Not just one environment builds models, or the one that does waits for another.

Models are trained in one environment and promoted from there, the same version all the way: nothing is rebuilt on the
way to production. So exactly one environment says `builds: true`, and it comes after none. Mark the first environment
with it and take it out of the others; a second line of training is a variant or a spec of its own.

    environments:
      staging: {builds: true}
      production: {after: staging, approval: true}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Edit, Fix, Rule

if TYPE_CHECKING:
    from mlspec.spec.environment import Environment, Environments

RULE = Rule("building-environment", __doc__)


def check(environments: Environments) -> Iterator[Finding]:
    """Count those that build, and see that they come first."""
    building = [(name, environment) for name, environment in environments.root.items() if environment.builds]
    if environments.root and not building:
        yield _none(environments)
    for second in building[1:]:
        yield _another(building[0], second)
    for name, environment in building:
        if environment.after is not None:
            message = f"`{name}` builds models and comes after `{environment.after}`, which would bring it others"
            places = (
                At(environment.at("after"), "comes after another"),
                At(environment.at("builds"), "builds its own"),
            )
            fix = Fix("take `after` out", "", environment.at("after"), Edit.REMOVE)
            yield Finding(message, places, ("take one of the two out",), (fix,))


def _none(environments: Environments) -> Finding:
    first = [environment for environment in environments.root.values() if environment.after is None]
    fixes = tuple(Fix("say `builds: true`", "", one.at("builds"), Edit.SET_VALUE, True) for one in first)
    help_ = ("say `builds: true` in the one where models are trained",)
    place = At(environments.route, "none of them builds", key=True)
    return Finding("no environment builds models", (place,), help_, fixes if len(first) == 1 else ())


def _another(first: tuple[str, Environment], second: tuple[str, Environment]) -> Finding:
    places = (At(second[1].at("builds"), "builds too"), At(first[1].at("builds"), "builds already"))
    help_ = ("take `builds` out of one of them, and say which it comes `after`",)
    fix = Fix("take `builds` out", "", second[1].at("builds"), Edit.REMOVE)
    return Finding(f"`{first[0]}` and `{second[0]}` both build models", places, help_, (fix,))
