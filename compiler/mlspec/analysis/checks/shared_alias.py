"""Two environments give the same alias in the same store.

An alias names one version. Where two environments give it in one registry, the version that has just been built for
the first replaces the one that was promoted to the second, with no gate and no approval between them. Give each
environment an alias of its own, or a store of its own (`tracking` in its overlay). Nothing is said of stores whose
address is only known when a job runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.sections import is_invalid, valid
from mlspec.diagnostics.diagnostic import Rule

if TYPE_CHECKING:
    from mlspec.analysis.subjects import Project, View
    from mlspec.spec.environment import Environments
    from mlspec.spec.register import Register
    from mlspec.spec.tracking import Tracking

RULE = Rule("shared-alias", __doc__)


def check(environments: Environments, project: Project, view: View) -> Iterator[Finding]:
    """Compare the aliases two by two, once for the whole spec."""
    if view.environment:
        return
    stores = {there.environment: _store(there) for there in project.environments}
    for first, second in combinations(environments.root, 2):
        one, other = environments.root[first], environments.root[second]
        alias = other.alias or second
        if (one.alias or first) == alias and stores.get(first) is not None and stores[first] == stores.get(second):
            places = (
                At(other.at("alias"), "given here too"),
                At(one.at("alias"), "given already"),
            )
            message = f"`{first}` and `{second}` both give the alias `{alias}` in the same store"
            yield Finding(message, places, ("give one of them another alias, or a store of its own",))


def _store(view: View) -> tuple[object, ...] | None:
    """What tells the registries of two environments apart; None where that is only known when a job runs."""
    tracking: Tracking | None = valid(view, "tracking")
    register: Register | None = valid(view, "register")
    if is_invalid(view, "tracking") or is_invalid(view, "register"):
        return None
    trackers = tuple((choice.name, choice.options) for choice in tracking.backends) if tracking is not None else ()
    if any(_is_late(options) for _, options in trackers):
        return None
    return (trackers, register.name if register is not None else None)


def _is_late(options: Mapping[str, Any]) -> bool:
    return any(isinstance(value, Mapping) and ("env" in value or "secret" in value) for value in options.values())
