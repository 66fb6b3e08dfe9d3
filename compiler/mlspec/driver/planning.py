"""Planning from its start: the base is found first, and what is known not to differ is never read.

Only light modules are imported here; those that read, check and compile come when something has to be compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.driver.git_base import (
    Checkout,
    GitBase,
    diagnose_fault,
    find_base,
    open_checkout,
)
from mlspec.driver.plan_scope import find_scope
from mlspec.plan.change import Plan
from mlspec.source.git_objects import GitFault, GitObjects
from mlspec.vocabulary.record import record

if TYPE_CHECKING:
    from mlspec.driver.workspace import Repository
    from mlspec.plan.side import Side


@record
class Asked:
    """What a plan is wanted of; empty words ask for everything. `why` is a stage that the plan has to know."""

    names: tuple[str, ...] = ()
    base: str = ""
    environment: str = ""
    stage: str = ""
    why: str = ""


@record
class Planned:
    """A plan, or the diagnostics that keep one from being made; warnings may stand beside a plan.

    `head` are the models of the working tree.
    """

    plan: Plan | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Any]
    head: tuple[Side, ...] = ()


@record
class FoundBase:
    """The base, and what is to be told of it."""

    base: GitBase
    told: tuple[Diagnostic, ...]


def plan_changes(repository: Repository, asked: Asked) -> Planned:
    """Compare the working tree with its base; nothing is written but the cache."""
    try:
        checkout = open_checkout(repository.root)
        objects = GitObjects(checkout.folder, checkout.environment)
    except GitFault as fault:
        return Planned(None, (diagnose_fault(fault),), {})
    try:
        return _plan(repository, asked, checkout, objects)
    except GitFault as fault:
        return Planned(None, (diagnose_fault(fault),), {})
    finally:
        objects.close()


def _plan(repository: Repository, asked: Asked, checkout: Checkout, objects: GitObjects) -> Planned:
    found = FoundBase(*find_base(checkout, objects, asked.base))
    whole = asked == Asked(base=asked.base) and not repository.diagnostics
    scope = find_scope(repository.root, repository.settings, checkout, found.base) if whole else None
    if scope is not None and not scope.affected:
        base = found.base
        plan = Plan(base.name, base.commit, base.found, scope.uncommitted, (), len(scope.models))
        return Planned(plan, found.told, {})
    from mlspec.driver.plan import plan_between
    from mlspec.driver.workspace import equip

    return plan_between(equip(repository), asked, checkout, objects, found, scope)
