"""A network and the names of what it tells apart."""

import pandas as pd


def passages() -> pd.DataFrame:
    """Texts with labels."""
    return pd.DataFrame({"text": ["a"], "length": [1.0], "label": ["it's"]})


def train(passages: pd.DataFrame) -> tuple[bytes, list[str]]:
    """Both parts."""
    return b"", sorted(passages["label"])


def evaluate(network: bytes, names: list[str], holdout: pd.DataFrame) -> dict[str, float]:
    """How well they do together."""
    return {"mrr@10": len(names) / len(holdout)}
