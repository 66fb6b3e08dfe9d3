"""Baskets."""

from datetime import date

import pandas as pd


def load(until: date) -> pd.DataFrame:
    """All of them until a day."""
    return pd.DataFrame({"basket": [until.isoformat()], "items": [1], "left": [0]})


def version() -> str:
    """There is one."""
    return "1"
