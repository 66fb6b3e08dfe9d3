"""A model of baskets."""

import pandas as pd
from sklearn.linear_model import LogisticRegression


def train(baskets: pd.DataFrame) -> LogisticRegression:
    """Fit it."""
    return LogisticRegression().fit(baskets[["items"]], baskets["left"])


def evaluate(model: LogisticRegression, holdout: pd.DataFrame) -> dict[str, float]:
    """How often it is right."""
    return {"accuracy": float(model.score(holdout[["items"]], holdout["left"]))}
