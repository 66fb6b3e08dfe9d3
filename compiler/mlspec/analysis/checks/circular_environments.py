"""Environments come after one another in a circle.

A model enters by the environment that builds and moves on along `after`. No model ever reaches a circle, since each
of its members waits for another one. Take one `after` out, or name an environment outside of the circle.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.choices import listed

if TYPE_CHECKING:
    from mlspec.spec.environment import Environments

RULE = Rule("circular-environments", __doc__)


def check(environments: Environments) -> Iterator[Finding]:
    """Follow every `after` until it ends or comes back."""
    told = set[str]()
    for start in sorted(environments.root):
        circle = _circle_from(start, environments)
        if circle and told.isdisjoint(circle):
            told.update(circle)
            yield _finding(circle, environments)


def _circle_from(start: str, environments: Environments) -> tuple[str, ...]:
    """The names from `start` on, where they lead back to it."""
    passed = [start]
    while (after := environments.root[passed[-1]].after) in environments.root and after is not None:
        if after == start:
            return tuple(passed)
        if after in passed:
            return ()
        passed.append(after)
    return ()


def _finding(circle: tuple[str, ...], environments: Environments) -> Finding:
    places = tuple(At(environments.root[name].at("after"), f"`{name}` waits here") for name in circle)
    message = f"{listed(circle)} wait for one another" if len(circle) > 1 else f"`{circle[0]}` comes after itself"
    return Finding(message, places, ("take one `after` out",))
