"""Gradient-boosted trees that give the chance of a late arrival."""

import numpy as np
import pandas as pd
from sklearn.calibration import calibration_curve
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from flights import features


def train(training: pd.DataFrame, learning_rate: float, max_iter: int) -> HistGradientBoostingClassifier:
    """Fit on flights whose outcome is known; the trees take missing weather and new airports as they come."""
    model = HistGradientBoostingClassifier(
        learning_rate=learning_rate,
        max_iter=max_iter,
        categorical_features=features.CATEGORIES,
        early_stopping=False,
        random_state=0,
    )
    return model.fit(features.inputs(training), training["late"])


def evaluate(model: HistGradientBoostingClassifier, holdout: pd.DataFrame) -> dict[str, float]:
    """How well the model ranks flights that it never saw, and how far its chances can be taken at their word."""
    late = holdout["late"].to_numpy()
    chance = model.predict_proba(features.inputs(holdout))[:, 1]
    return {
        "roc_auc": float(roc_auc_score(late, chance)),
        "average_precision": float(average_precision_score(late, chance)),
        "brier": float(brier_score_loss(late, chance)),
        "calibration_error": _calibration_error(late, chance),
    }


def _calibration_error(late: np.ndarray, chance: np.ndarray) -> float:
    """The mean distance between the chance given and the share that was late, over ten groups of the same size."""
    share, mean_chance = calibration_curve(late, chance, n_bins=10, strategy="quantile")
    return float(np.abs(share - mean_chance).mean())
