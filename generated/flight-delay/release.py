"""How a model of flight-delay gets from its metrics to an alias.

Compiled from specs/flight-delay/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

import gates
import stages
import tracking


class Environment(NamedTuple):
    """Where a model goes: the alias that it gets, and the environment that it comes from if it is not built there."""

    alias: str
    after: str = ""


ENVIRONMENTS = {
    "staging": Environment("staging"),
    "production": Environment("champion", after="staging"),
}


class ReleaseError(Exception):
    """There is no version to release."""


def check_gates(metrics: Mapping[str, float], holdout: pd.DataFrame) -> list[gates.Verdict]:
    """Hold a new model against the gates and against the champion, which is scored again on the same rows."""
    champion = tracking.version_at("champion")
    scored_again = None if champion is None else stages.evaluate(tracking.load(champion), holdout)
    return stages.check_gates(metrics, scored_again)


def check_again(version: tracking.Version) -> list[gates.Verdict]:
    """Hold what was recorded with a version against the gates, and the champion, of now."""
    champion = tracking.version_at("champion")
    return stages.check_gates(version.metrics, None if champion is None else champion.metrics)


def promoted(name: str) -> tracking.Version:
    """The version that the environment before this one names; nothing is built again."""
    after = ENVIRONMENTS[name].after
    alias = ENVIRONMENTS[after].alias
    version = tracking.version_at(alias)
    if version is None:
        raise ReleaseError(f"no version of {tracking.MODEL} has the alias {alias}: build one first")
    return version


def enter(version: tracking.Version, name: str) -> tracking.Version:
    """Let an environment name a version from now on."""
    tracking.set_alias(version, ENVIRONMENTS[name].alias)
    return version
