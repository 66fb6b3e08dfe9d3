"""Tumours: what is measured, and whether they are benign."""

import pandas as pd
from sklearn.linear_model import LogisticRegression


def load() -> pd.DataFrame:
    return pd.DataFrame()


def train(training: pd.DataFrame) -> LogisticRegression:
    return LogisticRegression().fit(training[["radius"]], training["benign"])


def evaluate(model: LogisticRegression, holdout: pd.DataFrame) -> dict[str, float]:
    return {"accuracy": model.score(holdout[["radius"]], holdout["benign"])}
