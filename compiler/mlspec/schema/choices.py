"""Words of a closed set."""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import TypeVar

from mlspec.schema.refusal import Refused, quoted
from mlspec.schema.rules import UNKNOWN_VALUE

Member = TypeVar("Member", bound=Enum)


def choice_parser(enumeration: type[Member], noun: str) -> Callable[[object], Member]:
    """A parser of the enumeration's words, which refuses others as being no `noun`."""
    members = {member.value: member for member in enumeration}

    def parse(value: object) -> Member:
        found = members.get(value) if isinstance(value, str) else None
        if found is None:
            raise refuse_word(value, noun, members)
        return found

    return parse


def refuse_word(value: object, noun: str, words: Iterable[str]) -> Refused:
    """The refusal of a word that is none of a few."""
    known = tuple(words)
    return Refused(
        UNKNOWN_VALUE,
        f"{quoted(value)} is no {noun}",
        label=f"no {noun}",
        advice=(f"known are {listed(known)}",),
        word=value if isinstance(value, str) else "",
        candidates=known,
    )


def listed(words: Iterable[str]) -> str:
    """The words in backticks, with commas between."""
    return ", ".join(f"`{word}`" for word in words)
