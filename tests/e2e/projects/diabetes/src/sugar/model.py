"""A ridge regression, its strength searched for first."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error
from sklearn.preprocessing import StandardScaler

NUMBERS = ["bmi", "bp"]


class Fit(NamedTuple):
    """A model and what was noted while it was fitted."""

    model: Ridge
    report: dict[str, float]


@dataclass
class Measured:
    """Metrics, and the row that is furthest off."""

    metrics: dict[str, Any]
    worst: str


def search(patients: pd.DataFrame, validation: pd.DataFrame, **params: Any) -> tuple[float, float]:
    """The strength that does best on the rows for validation."""
    sys.stdout.write(f"\nsearch {sorted(params.items())}\n")
    truth = validation["progression"]
    found = {alpha: _fit(patients, alpha).score(validation[NUMBERS], truth) for alpha in params["alphas"]}
    best = max(found, key=found.__getitem__)
    return best, found[best]


def scale(patients: pd.DataFrame, /) -> dict[str, Any]:
    """What a caller of the model would scale by."""
    return {"fitted": StandardScaler().fit(patients[NUMBERS]), "averages": patients[NUMBERS].mean().to_dict()}


def fit(frame: pd.DataFrame, alpha: float, means: dict[str, float], params: Mapping[str, Any], rounds: int = 1) -> Fit:
    """Fit with the strength that was found."""
    sys.stdout.write(f"\nfit {dict(params)} {rounds!r} {sorted(means)}\n")
    return Fit(_fit(frame, alpha), {"rows": len(frame)})


def evaluate(model: Ridge, holdout: pd.DataFrame, parts: list[str], run_id: str) -> Measured:
    """How far off the model is."""
    sys.stdout.write(f"\nevaluate {parts} {len(run_id)}\n")
    told, truth = model.predict(holdout[NUMBERS]), holdout["progression"]
    metrics = {
        "mae": mean_absolute_error(truth, told),
        "rmse": root_mean_squared_error(truth, told),
        "r2": r2_score(truth, told),
        "clinics": {"north": {"rows": int((holdout["clinic"] == "north").sum())}},
    }
    return Measured(metrics, str(holdout.loc[(truth - told).abs().idxmax(), "patient"]))


def _fit(frame: pd.DataFrame, alpha: float) -> Ridge:
    return Ridge(alpha=alpha).fit(frame[NUMBERS], frame["progression"])
