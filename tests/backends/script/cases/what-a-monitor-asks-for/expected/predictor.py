"""What tides answers to requests, without any server.

There is a function an endpoint, from plain rows to plain answers.

Compiled from specs/what-a-monitor-asks-for/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

Rows: TypeAlias = Sequence[Mapping[str, Any]]
Answers: TypeAlias = list[dict[str, Any]]
Learned: TypeAlias = Mapping[str, pd.CategoricalDtype | None]

PREDICT_COLUMNS = {"height": "number"}


def predict(rows: Rows, model: Any, learned: Learned | None = None) -> Answers:
    """What the model itself answers to each of the rows."""
    frame = _frame(rows, PREDICT_COLUMNS, learned or {})
    return _answers(model.predict(frame), "prediction", len(rows))


def learned(inputs: Mapping[str, Sequence[Any] | None]) -> Learned:
    """What a model knows of its columns: their order, and the values of each that is a category."""
    return {name: None if values is None else pd.CategoricalDtype(list(values)) for name, values in inputs.items()}


def unknown(rows: Rows, learned: Learned) -> list[list[str]]:
    """For each of the rows the columns whose category the model has not learned: it takes them as missing."""
    known = {name: category.categories for name, category in learned.items() if category is not None}
    return [
        [name for name, values in known.items() if row.get(name) is not None and row[name] not in values]
        for row in rows
    ]


def _frame(rows: Rows, columns: Mapping[str, str], learned: Learned) -> pd.DataFrame:
    """The rows as the model has learned rows: its order, numbers as float64, unknown categories missing."""
    names = columns or learned or (rows[0] if rows else ())
    order = [*(name for name in learned if name in names), *(name for name in names if name not in learned)]
    return pd.DataFrame(
        {name: _column([row.get(name) for row in rows], columns.get(name, ""), learned.get(name)) for name in order}
    )


def _column(values: list[Any], kind: str, category: Any) -> Any:
    """The values as one column; where nobody says what they are they may be seen to be numbers."""
    if category is not None:
        return pd.Categorical.from_codes(category.categories.get_indexer(values), dtype=category)
    if kind == "number" or (not kind and all(value is None or isinstance(value, (int, float)) for value in values)):
        return np.array(values, dtype="float64")
    return pd.to_datetime(pd.Series(values), utc=True) if kind == "moment" else pd.Series(values)


def _answers(given: Any, name: str, count: int) -> Answers:
    """As many answers as rows, from a frame, a map of columns, or a list or an array of answers."""
    if isinstance(given, Mapping):
        given = pd.DataFrame(given)
    if isinstance(given, pd.DataFrame):
        answers: Answers = given.to_dict("records")  # type: ignore[assignment]  # its columns have names
    else:
        answers = [_answer(one, name) for one in (given.tolist() if hasattr(given, "tolist") else given)]
    if len(answers) != count:
        raise ValueError(f"{count} rows were asked, and {len(answers)} answers came")
    return answers


def _answer(given: Any, name: str) -> dict[str, Any]:
    """One answer as a plain map; a value alone becomes the field `name`."""
    if is_dataclass(given) and not isinstance(given, type):
        given = asdict(given)
    for plain in ("model_dump", "_asdict"):
        if hasattr(given, plain):
            given = getattr(given, plain)()
    fields = given if isinstance(given, Mapping) else {name: given}
    return {key: value.tolist() if hasattr(value, "tolist") else value for key, value in fields.items()}
