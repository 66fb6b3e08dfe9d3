"""A bound or an allowed value of a column is not of the column's type.

`min` and `max` are numbers for numbers, and dates as text for dates and timestamps; other types have no order. Allowed
`values` are numbers, texts, or true and false, as the column's are; a category may have any. Otherwise the check of the
real rows could never pass, or not even compare. Mend the value, or the type.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Rule
from mlspec.vocabulary.column_type import ColumnType

if TYPE_CHECKING:
    from mlspec.spec.columns import Column
    from mlspec.spec.data import Data

RULE = Rule("value-type", __doc__)

_NUMBERS = frozenset({ColumnType.INTEGER, ColumnType.NUMBER})
_DATES = frozenset({ColumnType.DATE, ColumnType.TIMESTAMP})
_TEXTS = frozenset({ColumnType.STRING, ColumnType.TEXT})


def check(data: Data) -> Iterator[Finding]:
    """Look at the bounds and the values of all columns."""
    for dataset in data.root.values():
        for column in dataset.columns.values():
            for field, bound in (("min", column.min), ("max", column.max)):
                wanted = _wanted_bound(column.type)
                if bound is not None and not _is_bound(column.type, bound):
                    has_order = (
                        f"so `{field}` has to be {wanted}" if wanted else f"which have no order, so no `{field}`"
                    )
                    message = f"the column holds values of type `{column.type.value}`, {has_order}"
                    yield Finding(message, (At(column.at(field), f"not {wanted}" if wanted else "no order"),))
            yield from _values(column)


def _wanted_bound(kind: ColumnType) -> str:
    return "a number" if kind in _NUMBERS else "a date" if kind in _DATES else ""


def _is_bound(kind: ColumnType, bound: object) -> bool:
    if kind in _DATES:
        return isinstance(bound, str) and _is_date(bound)
    return kind in _NUMBERS and not isinstance(bound, str)


def _values(column: Column) -> Iterator[Finding]:
    for index, value in enumerate(column.values):
        if not _is_value(column.type, value):
            message = f"a column of type `{column.type.value}` never holds this value"
            yield Finding(message, (At(column.at("values", index), "of another type"),))


def _is_value(kind: ColumnType, value: object) -> bool:
    if kind in _DATES:
        return isinstance(value, str) and _is_date(value)
    if kind is ColumnType.BOOLEAN or isinstance(value, bool):
        return isinstance(value, bool) and kind in (ColumnType.BOOLEAN, ColumnType.CATEGORY)
    if kind is ColumnType.INTEGER:
        return not isinstance(value, str) and value == int(value)  # type: ignore[call-overload]  # a number
    if kind is ColumnType.NUMBER:
        return not isinstance(value, str)
    return kind is ColumnType.CATEGORY or (kind in _TEXTS and isinstance(value, str))


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
