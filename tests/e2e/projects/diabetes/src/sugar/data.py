"""The patients that scikit-learn carries, as if they had come in one a day."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from sklearn.datasets import load_diabetes


def clinics(path: Path) -> pd.DataFrame:
    """The clinics, by their name."""
    return pd.read_csv(path)


async def patients(  # noqa: PLR0917 - one for each way to name a date
    clinics: pd.DataFrame,
    year: date,
    quarter: pd.Timestamp,
    month: str,
    week: datetime,
    day: str,
    hour: str,
    now: datetime | None,
    limits: dict[str, Any],
    *,
    until: date,
    as_of: date,
) -> pd.DataFrame:
    """All patients; what the dates came as is told on the way."""
    dates = (year, quarter, month, week, day, hour, now, limits, until, as_of)
    sys.stdout.write(f"\ndates {' '.join(map(repr, dates))}\n")
    frame: pd.DataFrame = load_diabetes(as_frame=True).frame
    return pd.DataFrame(
        {
            "patient": [f"p{number}" for number in range(len(frame))],
            "admitted": pd.date_range("2020-01-01", periods=len(frame), freq="D", tz="UTC"),
            "clinic": [clinics["clinic"][number % 2] for number in range(len(frame))],
            "bmi": frame["bmi"],
            "bp": frame["bp"],
            "progression": frame["target"],
        }
    )
