"""A linear model of the four measures."""

import pandas as pd
from sklearn.linear_model import LogisticRegression


def train(flowers: pd.DataFrame) -> LogisticRegression:
    return LogisticRegression(max_iter=1000).fit(flowers.drop(columns="species"), flowers["species"].astype(object))


def evaluate(model: LogisticRegression, holdout: pd.DataFrame) -> dict[str, float]:
    return {"accuracy": float(model.score(holdout.drop(columns="species"), holdout["species"].astype(object)))}
