"""Everything."""

from datetime import datetime

import pandas as pd
from sklearn.linear_model import LinearRegression


def load(start: datetime) -> pd.DataFrame:
    raise NotImplementedError


def train(training: pd.DataFrame) -> LinearRegression:
    raise NotImplementedError


def evaluate(model: LinearRegression, holdout: pd.DataFrame) -> dict[str, float]:
    raise NotImplementedError
