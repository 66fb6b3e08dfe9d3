"""Sales."""

from datetime import datetime

import pandas as pd


def load(until: datetime) -> pd.DataFrame:
    raise NotImplementedError


def train(days: pd.DataFrame) -> object:
    raise NotImplementedError


def lately(start: datetime, end: datetime) -> pd.DataFrame:
    raise NotImplementedError
