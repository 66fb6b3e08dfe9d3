"""The trained model and the flights that it never saw, from the files that the pipeline names in the environment."""

import os
import pickle
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier


@pytest.fixture(scope="session")
def model() -> HistGradientBoostingClassifier:
    """The model as it was trained."""
    return _read("MODEL_FILE")


@pytest.fixture
def flights() -> pd.DataFrame:
    """Some held-out flights, a copy of their own for each test."""
    holdout: pd.DataFrame = _read("HOLDOUT_FILE")
    return holdout.head(2000).copy()


def _read(variable: str) -> Any:
    if variable not in os.environ:
        pytest.skip(f"{variable} is not set: these are tests of a trained model")
    return pickle.loads(Path(os.environ[variable]).read_bytes())
