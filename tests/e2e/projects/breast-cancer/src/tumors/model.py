"""A logistic regression on three numbers and a category."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

NUMBERS = ["mean radius", "mean texture", "worst area"]


def train(tumors: pd.DataFrame, C: float) -> Pipeline:
    """Fit on all rows."""
    columns = make_column_transformer((StandardScaler(), NUMBERS), (OneHotEncoder(handle_unknown="ignore"), ["clinic"]))
    return make_pipeline(columns, LogisticRegression(C=C)).fit(tumors, tumors["benign"])


def evaluate(model: Pipeline, holdout: pd.DataFrame) -> Mapping[str, Any]:
    """Accuracy, also by clinic."""
    told = model.predict(holdout)
    right = pd.Series(told == holdout["benign"], index=holdout.index)
    by_clinic = right.groupby(holdout["clinic"], observed=True).mean()
    return {
        "accuracy": accuracy_score(holdout["benign"], told),
        "log_loss": log_loss(holdout["benign"], model.predict_proba(holdout)),
        "slices": {clinic: {"accuracy": value} for clinic, value in by_clinic.items()},
    }
