"""Spelling a plain value as a Python literal that reads back as that very value."""

import math


def python_literal(value: object) -> str:
    """The literal, in double quotes as formatters like them; raises TypeError for what has none."""
    match value:
        case None | bool():
            return repr(value)
        case str():
            return _text(value)
        case int():
            return int.__repr__(value)
        case float():
            return _number(value)
        case tuple() | list():
            return _sequence(value)
        case dict():
            items = (f"{python_literal(key)}: {python_literal(item)}" for key, item in value.items())
            return "{" + ", ".join(items) + "}"
        case _:
            raise TypeError(f"a {type(value).__name__} has no literal form")


def number_literal(value: float) -> str:
    """The literal of a number that is whole wherever it can be: `30`, not `30.0`."""
    return python_literal(int(value) if float(value).is_integer() else value)


def _text(value: str) -> str:
    spelled = repr(str(value))
    return spelled if '"' in spelled else f'"{spelled[1:-1]}"'


def _number(value: float) -> str:
    if math.isfinite(value):
        return float.__repr__(value)
    return f'float("{float.__repr__(value)}")'


def _sequence(value: tuple[object, ...] | list[object]) -> str:
    inner = ", ".join(python_literal(item) for item in value)
    if isinstance(value, list):
        return f"[{inner}]"
    return f"({inner},)" if len(value) == 1 else f"({inner})"
