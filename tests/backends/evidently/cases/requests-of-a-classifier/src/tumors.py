"""Tumors."""

from datetime import datetime

import pandas as pd
from sklearn.linear_model import LogisticRegression


def load() -> pd.DataFrame:
    raise NotImplementedError


def train(patients: pd.DataFrame) -> LogisticRegression:
    raise NotImplementedError


def evaluate(holdout: pd.DataFrame, model: LogisticRegression) -> dict[str, float]:
    raise NotImplementedError


def predict(rows: pd.DataFrame, model: LogisticRegression) -> pd.DataFrame:
    raise NotImplementedError


def findings(start: datetime, end: datetime) -> pd.DataFrame:
    raise NotImplementedError
