"""Plain scalars under the core rules of YAML 1.2, with the text of numbers that are also read as text.

`yes`, `on`, `1:30`, `1_000` and dates are strings, `017` is 17, and what stands in quotes never comes here.
"""

import math
import re
from typing import Self

_LONGEST_NUMBER = 400
_MOST_REMEMBERED = 4096
_LONGEST_REMEMBERED = 64


class SourceInt(int):
    """A whole number that its author did not write as Python would: `017`, `+1`, `0x1F`."""

    text: str

    def __new__(cls, value: int, text: str) -> Self:
        """Keep the text beside the value."""
        made = super().__new__(cls, value)
        made.text = text
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[int, str]]:
        return type(self), (int(self), self.text)


class SourceFloat(float):
    """A number that its author did not write as Python would: `3.10`, `1e-3`, `.5`, `.inf`."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, value: float, text: str) -> Self:
        """Keep the text beside the value."""
        made = super().__new__(cls, value)
        made.text = text
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[float, str]]:
        return type(self), (float(self), self.text)


class NumberRangeError(Exception):
    """A number that no field can hold; the message says why."""


class PlainScalars(dict[str, object]):
    """What plain texts mean, remembered: specs repeat a few words thousands of times, and share each one here."""

    def __missing__(self, text: str) -> object:
        """Work it out; raises NumberRangeError."""
        value = read_plain(text)
        if len(self) < _MOST_REMEMBERED and len(text) <= _LONGEST_REMEMBERED:
            self[text] = value
        return value


def read_plain(text: str) -> object:
    """The null, boolean, number or string that an unquoted text means; raises NumberRangeError."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if len(text) > _LONGEST_NUMBER and (_FRACTION(text) or _OCTAL(text) or _HEXADECIMAL(text)):
        raise NumberRangeError(f"a number of {len(text)} characters is longer than any field can hold")
    if _WHOLE(text) or _OCTAL(text) or _HEXADECIMAL(text):
        return _read_int(text)
    if _FRACTION(text):
        return _read_float(text)
    return text


def source_text(value: float) -> str:
    """A number as its author wrote it: `3.10` stays so."""
    return value.text if isinstance(value, SourceInt | SourceFloat) else str(value)


def _read_int(text: str) -> int:
    value = int(text[2:], 16 if text[1] == "x" else 8) if text[1:2] in ("x", "o") else int(text)
    return value if str(value) == text else SourceInt(value, text)


def _read_float(text: str) -> float:
    value = float(text)
    if value in (math.inf, -math.inf):
        raise NumberRangeError("the number is beyond what a double can hold")
    return value if repr(value) == text else SourceFloat(value, text)


_WORDS: dict[str, object] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{text: SourceFloat(float(text.replace(".", "")), text) for text in (".nan", ".NaN", ".NAN")},
    **{
        sign + text: SourceFloat(float(sign + text[1:]), sign + text)
        for sign in ("", "+", "-")
        for text in (".inf", ".Inf", ".INF")
    },
}
_NUMBER_STARTS = frozenset("0123456789+-.")
_WHOLE = re.compile(r"[-+]?[0-9]+").fullmatch
_OCTAL = re.compile(r"0o[0-7]+").fullmatch
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+").fullmatch
_FRACTION = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?").fullmatch
