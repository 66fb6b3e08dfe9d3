"""The steps of the ranker."""

from pathlib import Path

import pandas as pd


def load() -> pd.DataFrame:
    return pd.DataFrame()


def encode(clicks: pd.DataFrame) -> dict[str, int]:
    return {}


def evaluate(model: Path, clicks: pd.DataFrame) -> dict[str, float]:
    return {"ndcg": 1.0}
