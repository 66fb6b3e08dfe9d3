"""The steps of the ranker."""

import pandas as pd


def load() -> pd.DataFrame:
    return pd.DataFrame()


def encode(clicks: pd.DataFrame) -> dict[str, int]:
    return {}


def evaluate(model: list[float], clicks: pd.DataFrame) -> dict[str, float]:
    return {"ndcg": 1.0}


def fit(clicks: pd.DataFrame) -> list[float]:
    return []
