"""How far the columns of flight-delay have moved from the reference, measured by Evidently.

Compiled from specs/flight-delay/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import math
import os
import warnings
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

os.environ.setdefault("DO_NOT_TRACK", "true")

import numpy as np
import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.core.report import Snapshot
from evidently.metrics import DriftedColumnsCount, ValueDrift

ANSWER = "prediction."


class Watched(NamedTuple):
    """A column, the kind of what it holds, and the distance above which it has drifted (of a p-value: below which)."""

    column: str
    kind: str
    method: str
    limit: float


class Drift(NamedTuple):
    """How far a column has moved, and how far it may; there is no distance where one side has no values."""

    column: str
    method: str
    distance: float | None
    limit: float
    drifted: bool
    note: str = ""


def compare(
    reference: pd.DataFrame, current: pd.DataFrame, watched: Sequence[Watched], share: float
) -> tuple[list[Drift], Snapshot | None]:
    """The drift of every column, and Evidently's report on those that can be compared.

    From the `share` on the report says of the columns as a whole that they have drifted.
    """
    sides = {one.column: _sides(one, reference, current) for one in watched}
    limits = {one.column: _limit(one, *sides[one.column]) for one in watched}
    compared = [one for one in watched if _is_comparable(one, *sides[one.column])]
    snapshot = _report(compared, sides, limits, share) if compared else None
    distances = _distances(snapshot)
    return [_drift(one, distances.get(one.column), limits[one.column], *sides[one.column]) for one in watched], snapshot


def missing(reference: pd.DataFrame, current: pd.DataFrame, columns: Sequence[str]) -> dict[str, tuple[float, float]]:
    """The share of missing values of each column, in the reference and now; a column that is not there misses all."""
    shares = [frame.reindex(columns=list(columns)).isna().mean() for frame in (reference, current)]
    return {column: (float(shares[0][column]), float(shares[1][column])) for column in columns}


def _sides(one: Watched, reference: pd.DataFrame, current: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The column's values then and now, in one type.

    Where numbers are counted in bins of one width, one beyond the reference's range counts in the outermost bin: a
    single extreme value would make all bins too wide otherwise.
    """
    read = _numbers if one.kind == "number" else _words
    then, now = (read(frame.get(one.column, pd.Series(np.nan, frame.index))) for frame in (reference, current))
    if one.method in _BINNED and not _has_few_values(one, then):
        now = now.clip(then.min(), then.max())
    return then, now


def _limit(one: Watched, then: pd.Series, now: pd.Series) -> float:
    """The distance from which the column has drifted.

    Two samples of one distribution lie apart too, the further the smaller they are. That much is allowed for, so that
    a few hundred rows of a hundred airports are no drift.
    """
    rows = (int(then.count()), int(now.count()))
    if one.method not in _ALLOWED or not all(rows):
        return one.limit
    few = _has_few_values(one, then)
    bins = pd.concat([then, now]).nunique() if few else 1 + math.ceil(math.log2(sum(rows)))
    return _ALLOWED[one.method](one.limit, 1 / rows[0] + 1 / rows[1], bins - 1)


def _has_few_values(one: Watched, then: pd.Series) -> bool:
    """Whether Evidently counts each value by itself."""
    return one.kind == "category" or then.nunique() <= 20


def _is_comparable(one: Watched, then: pd.Series, now: pd.Series) -> bool:
    """Whether both sides have values; of texts Evidently also wants words that are neither rare nor everywhere."""
    if not (then.notna().any() and now.notna().any()):
        return False
    if one.kind == "text":
        try:
            _report([one], {one.column: (then, now)}, {one.column: one.limit}, 1)
        except ValueError:
            return False
    return True


def _report(
    compared: Sequence[Watched],
    sides: dict[str, tuple[pd.Series, pd.Series]],
    limits: dict[str, float],
    share: float,
) -> Snapshot:
    columns = [one.column for one in compared]
    methods = {one.column: _METHODS.get(one.method, one.method) for one in compared}
    kinds = {kind: [one.column for one in compared if one.kind == kind] for kind in ("number", "category", "text")}
    definition = DataDefinition(
        numerical_columns=kinds["number"], categorical_columns=kinds["category"], text_columns=kinds["text"]
    )
    then, now = (
        Dataset.from_pandas(pd.DataFrame({column: sides[column][side] for column in columns}), definition)
        for side in (0, 1)
    )
    inputs = [column for column in columns if not column.startswith(ANSWER)]
    summary = DriftedColumnsCount(
        columns=inputs,
        drift_share=share,
        per_column_method={column: methods[column] for column in inputs},
        per_column_threshold={column: limits[column] for column in inputs},
    )
    single = [ValueDrift(column=column, method=methods[column], threshold=limits[column]) for column in columns]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SciPy's, for those who maintain Evidently
        return Report([summary, *single] if inputs else single).run(now, then)


def _distances(snapshot: Snapshot | None) -> dict[str, float]:
    metrics: list[dict[str, Any]] = snapshot.dict()["metrics"] if snapshot else []
    values = {one["config"]["column"]: float(one["value"]) for one in metrics if "column" in one["config"]}
    return {column: value for column, value in values.items() if math.isfinite(value)}


def _drift(one: Watched, distance: float | None, limit: float, then: pd.Series, now: pd.Series) -> Drift:
    if distance is None:
        known = (bool(then.notna().any()), bool(now.notna().any()))
        return Drift(one.column, one.method, None, limit, known[0] != known[1], _UNKNOWN[known])
    drifted = distance < limit if one.method in _P_VALUES else distance > limit
    return Drift(one.column, one.method, distance, limit, drifted)


def _numbers(series: pd.Series) -> pd.Series:
    return pd.to_numeric(series, errors="coerce").astype("float64").replace([np.inf, -np.inf], np.nan)


def _words(series: pd.Series) -> pd.Series:
    return series.astype("object").map(_word, "ignore")


def _word(value: object) -> str:
    """The value as text, a whole number the same whether it came as 1 or as 1.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


_UNKNOWN = {
    (True, False): "no values now",
    (False, True): "no values in the reference",
    (False, False): "no values at all",
    (True, True): "cannot be compared",
}
_METHODS = {"energy": "ed", "text content": "abs_text_content_drift"}
_P_VALUES = {"ks", "chisquare", "z", "anderson"}
_BINNED = {"psi", "kl_div", "jensenshannon", "hellinger"}
_ALLOWED: dict[str, Callable[[float, float, int], float]] = {
    "psi": lambda limit, scarcity, freedom: limit + scarcity * freedom,
    "kl_div": lambda limit, scarcity, freedom: limit + scarcity * freedom / 2,
    "jensenshannon": lambda limit, scarcity, freedom: math.hypot(limit, math.sqrt(scarcity * freedom / 8)),
    "hellinger": lambda limit, scarcity, freedom: math.hypot(limit, math.sqrt(scarcity * freedom / 8)),
    "text content": lambda limit, scarcity, _: limit + 2 * math.sqrt(scarcity / 6),
}
