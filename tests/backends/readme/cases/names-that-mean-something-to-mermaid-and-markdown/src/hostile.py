"""Names that want to be more than names."""

from pathlib import Path

import pandas as pd


def load() -> pd.DataFrame:
    return pd.DataFrame()


def train(graph: pd.DataFrame) -> dict[str, int]:
    return {}


def evaluate(model: Path, click: dict[str, int]) -> dict[str, dict[str, float]]:
    return {"class": {"end": 1.0}}
