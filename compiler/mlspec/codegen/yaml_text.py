"""Spelling plain data as YAML that every reader, of 1.1 or of 1.2, takes for that very data."""

import math
import re
from collections.abc import Iterator, Mapping

# What needs no quotes: it starts with a letter, so that it is no number or date, and holds nothing that means anything.
_PLAIN = re.compile(r"[A-Za-z_][\w./@-]*(?:[ :][\w./@-]+)*", re.ASCII)
_WORDS = frozenset("false n no null off on true y yes".split())
_STEP = "  "


def yaml_text(data: object, header: str = "") -> str:
    """The document, in the order of the data, below a comment; raises TypeError for what YAML has no form for."""
    lines = [f"# {header}"] if header else []
    return "\n".join([*lines, *_lines(data)]) + "\n"


def _lines(data: object) -> Iterator[str]:
    """A value as a block: maps and lists a line an entry, what they hold further in."""
    match data:
        case Mapping() if data:
            for key, value in data.items():
                yield from _entry(f"{_scalar(key)}:", value)
        case list() | tuple() if data:
            for value in data:
                inner = [*_lines(value)]
                yield f"- {inner[0]}"
                yield from (f"{_STEP}{line}" for line in inner[1:])
        case _:
            yield _scalar(data)


def _entry(key: str, value: object) -> Iterator[str]:
    if value and isinstance(value, (Mapping, list, tuple)):
        yield key
        yield from (f"{_STEP}{line}" for line in _lines(value))
    else:
        yield f"{key} {_scalar(value)}"


def _scalar(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            return _text(value)
        case int():
            return int.__repr__(value)
        case float():
            return _number(value)
        case Mapping() if not value:
            return "{}"
        case list() | tuple() if not value:
            return "[]"
        case _:
            raise TypeError(f"a {type(value).__name__} has no form in YAML")


def _text(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    code = ord(character)
    return _NAMED.get(character) or (f"\\U{code:08X}" if code > 0xFFFF else f"\\u{code:04X}")


def _number(value: float) -> str:
    if not math.isfinite(value):
        return ".nan" if math.isnan(value) else (".inf" if value > 0 else "-.inf")
    mantissa, exponent, power = float.__repr__(value).partition("e")
    return f"{mantissa}{'' if '.' in mantissa else '.0'}{exponent}{power}"


_NAMED = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
