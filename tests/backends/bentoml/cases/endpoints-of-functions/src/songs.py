"""Songs."""

from typing import NamedTuple

import pandas as pd


class Genre(NamedTuple):
    genre: str
    sure: float


class Model:
    """A model."""


def load() -> pd.DataFrame:
    raise NotImplementedError


def train(songs: pd.DataFrame) -> Model:
    raise NotImplementedError


async def genre(seconds: float, title: str | None, model: Model, floor: float) -> Genre:
    raise NotImplementedError


def rate(rows: pd.DataFrame, model: Model, place: str) -> pd.Series:
    raise NotImplementedError


def words(text: str, model: Model, most: int = 5) -> list[str]:
    raise NotImplementedError
