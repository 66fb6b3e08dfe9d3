"""The columns that tides's datasets promise, and the check that a real frame keeps the promise.

Compiled from specs/what-a-monitor-asks-for/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from numbers import Real
from typing import NamedTuple

import numpy as np
import pandas as pd

SHOWN = 3
NAMED = 10


class Column(NamedTuple):
    """What may stand in a column; the model sees the columns whose role is `input`."""

    name: str
    type: str
    role: str = "input"
    nullable: bool = False
    minimum: float | str | None = None
    maximum: float | str | None = None
    values: tuple[object, ...] = ()


GAUGES = (
    Column("gauge", "string", role="id"),
    Column("height", "number"),
    Column("flood", "integer", role="target", values=(0, 1)),
)


class ColumnError(ValueError):
    """A frame is not as its columns are declared: every fault, the rows counted, the first of them shown."""


def check(dataset: str, frame: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    """The declared columns as they came, inputs as float64 and category; columns that are not declared are left out."""
    label = next((column.name for column in columns if column.role == "id" and column.name in frame), None)
    labels = frame.index.to_numpy() if label is None else frame[label].to_numpy()
    faults = [f"  {column.name}: {fault}" for column in columns for fault in _faults(column, frame, labels)]
    if faults or frame.empty:
        raise ColumnError("\n".join([f"`{dataset}` is not as declared", *(faults or ["  it has no rows"])]))
    declared = {column.name for column in columns}
    checked = frame[[name for name in frame.columns if name in declared]].copy()
    for column in columns:
        if column.role == "input" and column.type in _CASTS:
            checked[column.name] = _CASTS[column.type](checked[column.name])
    return checked


def _faults(column: Column, frame: pd.DataFrame, labels: np.ndarray) -> Iterator[str]:
    if column.name not in frame:
        yield "there is no such column"
        return
    if list(frame.columns).count(column.name) > 1:
        yield "there is more than one such column"
        return
    series = frame[column.name]
    for fault, bad in _tests(column, series):
        if bad.any():
            found = zip(series[bad].head(SHOWN), labels[bad][:SHOWN], strict=True)
            shown = ", ".join(f"{value!r} at {label}" for value, label in found)
            yield f"{fault} in {bad.sum():,} of {len(bad):,} rows: {shown}{', ...' if bad.sum() > SHOWN else ''}"


def _tests(column: Column, series: pd.Series) -> Iterator[tuple[str, pd.Series[bool]]]:
    """What can be wrong and the rows in which it is; only values of the right type are asked for more."""
    missing = series.isna()
    known = _AS_TYPE[column.type](series)
    if not column.nullable:
        yield "missing", missing
    yield f"not of type {column.type}", known.isna() & ~missing
    if column.minimum is not None:
        yield f"below {column.minimum}", known < _comparable(column, column.minimum)
    if column.maximum is not None:
        yield f"above {column.maximum}", known > _comparable(column, column.maximum)
    if column.values:
        allowed = [_comparable(column, value) for value in column.values]
        named = [*map(str, column.values[:NAMED]), *(["..."] if len(allowed) > NAMED else [])]
        yield f"not one of {', '.join(named)}", known.notna() & ~known.isin(allowed)
    if column.role == "id":
        yield "not unique", known.notna() & known.duplicated(keep=False)


def _numbers(series: pd.Series) -> pd.Series:
    """The finite numbers, missing where there is anything else."""
    if pd.api.types.is_bool_dtype(series) or not pd.api.types.is_numeric_dtype(series):
        series = series.where(_each(series, lambda value: isinstance(value, Real) and not isinstance(value, bool)))
    return series.astype("float64").replace([np.inf, -np.inf], np.nan)


def _whole_numbers(series: pd.Series) -> pd.Series:
    numbers = _numbers(series)
    return numbers.where(numbers % 1 == 0)


def _texts(series: pd.Series) -> pd.Series:
    return series.where(_each(series, lambda value: isinstance(value, str)))


def _truths(series: pd.Series) -> pd.Series:
    return series.where(_each(series, lambda value: isinstance(value, (bool, np.bool_))))


def _days(series: pd.Series) -> pd.Series:
    """As instants of UTC, like everything that has a date."""
    if not pd.api.types.is_datetime64_any_dtype(series):
        series = series.where(_each(series, lambda value: isinstance(value, date)))
    return pd.to_datetime(series, utc=True, errors="coerce")


def _moments(series: pd.Series) -> pd.Series:
    if not pd.api.types.is_datetime64_any_dtype(series):
        series = series.where(_each(series, lambda value: isinstance(value, datetime)))
    return pd.to_datetime(series, utc=True, errors="coerce")


def _comparable(column: Column, value: object) -> object:
    """A bound or value as the spec writes it, in the form that the column's values have."""
    return pd.to_datetime(str(value), utc=True) if column.type in ("date", "timestamp") else value


def _each(series: pd.Series, test: Callable[[object], bool]) -> np.ndarray:
    return np.fromiter((test(value) for value in series), dtype=bool, count=len(series))


_CASTS: dict[str, Callable[[pd.Series], pd.Series]] = {
    "category": lambda series: series.astype("category"),
    "integer": _numbers,
    "number": _numbers,
}
_AS_TYPE: dict[str, Callable[[pd.Series], pd.Series]] = {
    "array": lambda series: series,
    "boolean": _truths,
    "category": lambda series: series,
    "date": _days,
    "image": lambda series: series,
    "integer": _whole_numbers,
    "list": lambda series: series,
    "map": lambda series: series,
    "number": _numbers,
    "string": _texts,
    "text": _texts,
    "timestamp": _moments,
}
