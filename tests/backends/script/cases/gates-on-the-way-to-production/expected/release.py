"""How a model of pears gets from its metrics to an alias.

Compiled from specs/gates-on-the-way-to-production/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import gates
import stages
import tracking


class Environment(NamedTuple):
    """Where a model goes: the alias that it gets, the environment that it comes from, and the gates that wait there."""

    alias: str
    after: str = ""
    gates: tuple[gates.Gate, ...] = ()


ENVIRONMENTS = {
    "test": Environment("test"),
    "shadow": Environment("shadow", after="test", gates=gates.PROMOTIONS["shadow"]),
    "production": Environment("production", after="shadow", gates=gates.PROMOTIONS["production"]),
}


class ReleaseError(Exception):
    """There is no version to release."""


def check_gates(metrics: Mapping[str, float]) -> list[gates.Verdict]:
    """Hold a new model against the gates and against what was recorded of the champion."""
    champion = tracking.version_at("production", tracking.store_of("production"))
    return stages.check_gates(metrics, None if champion is None else champion.metrics)


def register(model: Any, metrics: Mapping[str, float], identity: Mapping[str, str]) -> tracking.Version:
    """Make the model a version."""
    return tracking.register(model, None, metrics, identity)


def promoted(name: str) -> tracking.Version:
    """The version that the environment before this one names; nothing is built again."""
    after = ENVIRONMENTS[name].after
    alias = ENVIRONMENTS[after].alias
    version = tracking.version_at(alias, tracking.store_of(after))
    if version is None:
        raise ReleaseError(f"no version of {tracking.MODEL} has the alias {alias}: build one first")
    return version


def enter(version: tracking.Version, name: str) -> tracking.Version:
    """Let an environment name a version that passes the gates there, in the environment's own store."""
    champion = tracking.version_at("production", tracking.store_of("production"))
    verdicts = gates.judge(version.metrics, None if champion is None else champion.metrics, ENVIRONMENTS[name].gates)
    if any(verdict.result == "fail" for verdict in verdicts):
        raise gates.Refused(f"{name} does not take version {version.number}\n{gates.table(verdicts)}")
    if verdicts:
        print(f"\n{name} takes version {version.number}\n{gates.table(verdicts)}")
    store = tracking.store_of(name)
    if version.store != store:
        version = tracking.copy_to(version, store)
    tracking.set_alias(version, ENVIRONMENTS[name].alias)
    return version
