"""How a model of parts gets from its metrics to an alias.

Compiled from specs/a-model-of-several-parts/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

import gates
import stages
import tracking

ALIAS = "champion"


def check_gates(metrics: Mapping[str, float], holdout: pd.DataFrame) -> list[gates.Verdict]:
    """Hold a new model against the gates and against the champion, which is scored again on the same rows."""
    champion = tracking.version_at("champion")
    if champion is None:
        return stages.check_gates(metrics, None)
    loaded = tracking.load(champion)
    scored_again = stages.evaluate(loaded["network"], loaded["vocabulary"], holdout)
    return stages.check_gates(metrics, scored_again)


def register(
    network: Any,
    names: Any,
    holdout: pd.DataFrame,
    metrics: Mapping[str, float],
    identity: Mapping[str, str],
) -> tracking.Version:
    """Register the parts of the model as one version."""
    model = {"network": network, "vocabulary": names}
    return tracking.register(model, holdout, metrics, identity)


def enter(version: tracking.Version) -> tracking.Version:
    """Let an alias name a version from now on."""
    tracking.set_alias(version, ALIAS)
    return version
