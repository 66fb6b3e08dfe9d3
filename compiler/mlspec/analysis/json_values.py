"""Whether a value, as JSON would carry it, is one that a field takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlspec.schema.choices import listed
from mlspec.schema.refusal import quoted, say_kind
from mlspec.vocabulary.column_type import ColumnType

if TYPE_CHECKING:
    from mlspec.spec.columns import Values


def refusal_of(value: object, field: Values) -> str:
    """Why the field would not take the value, as what it has to be; nothing where it takes it."""
    if value is None:
        return "" if field.nullable else f"has to be {_NOUNS[field.type]}, and this is empty"
    if not _is_of(field.type, value):
        return f"has to be {_NOUNS[field.type]}, and this is {say_kind(value)}"
    if field.of is not None and not all(_is_of(field.of, item) for item in _items(value)):
        return f"has to hold {_NOUNS[field.of]} in every place"
    if field.values and not any(_is_same(value, known) for known in field.values):
        return f"has to be one of {listed(map(str, field.values))}"
    if field.min is not None and _is_below(value, field.min):
        return f"has to be at least {quoted(field.min)}"
    if field.max is not None and _is_below(field.max, value):
        return f"has to be at most {quoted(field.max)}"
    return ""


def _is_of(type_: ColumnType, value: object) -> bool:
    match type_:
        case ColumnType.BOOLEAN:
            return isinstance(value, bool)
        case ColumnType.INTEGER:
            return isinstance(value, (int, float)) and not isinstance(value, bool) and value == int(value)
        case ColumnType.NUMBER:
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case ColumnType.LIST | ColumnType.ARRAY:
            return isinstance(value, list)
        case ColumnType.MAP:
            return isinstance(value, dict)
        case _:
            return isinstance(value, str)


def _items(value: object) -> list[object]:
    """What a list, an array of any depth or a map holds."""
    if isinstance(value, dict):
        return list(value.values())
    if not isinstance(value, list):
        return []
    return [inner for item in value for inner in (_items(item) if isinstance(item, list) else [item])]


def _is_same(one: object, other: object) -> bool:
    return one == other and isinstance(one, bool) is isinstance(other, bool)


def _is_below(value: object, bound: object) -> bool:
    """Compare numbers with numbers, and dates, which are text, with dates."""
    if isinstance(value, str) and isinstance(bound, str):
        return value < bound
    numbers = isinstance(value, (int, float)) and isinstance(bound, (int, float))
    return numbers and value < bound  # type: ignore[operator]  # both are numbers


_NOUNS = {
    ColumnType.INTEGER: "a whole number",
    ColumnType.NUMBER: "a number",
    ColumnType.BOOLEAN: "`true` or `false`",
    ColumnType.STRING: "text",
    ColumnType.CATEGORY: "text",
    ColumnType.TEXT: "text",
    ColumnType.TIMESTAMP: "a time, as text",
    ColumnType.DATE: "a date, as text",
    ColumnType.IMAGE: "an image, as text",
    ColumnType.ARRAY: "a list",
    ColumnType.LIST: "a list",
    ColumnType.MAP: "a map",
}
