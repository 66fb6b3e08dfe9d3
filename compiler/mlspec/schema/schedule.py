"""Schedules as five fields of cron; whether one ever fires is the business of a check."""

import re
from functools import lru_cache

from mlspec.schema.names import text_of
from mlspec.schema.refusal import Refused, quoted
from mlspec.schema.rules import BAD_SCHEDULE

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FIELDS = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of the month", 1, 31, ()),
    ("month", 1, 12, _MONTHS),
    ("day of the week", 0, 7, _DAYS),
)
_NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_PART = re.compile(r"(\*|(\w+)(?:-(\w+))?)(?:/(\d{1,3}))?\Z", re.ASCII)


def parse_schedule(value: object) -> str:
    """Five fields of cron, set apart by single blanks; raises Refused."""
    return _schedule(text_of(value, "a schedule"))


@lru_cache(maxsize=1024)
def _schedule(text: str) -> str:
    words = text.split()
    if len(words) != len(_FIELDS):
        raise Refused(
            BAD_SCHEDULE,
            f"the schedule {quoted(text)} has {len(words)} {'field' if len(words) == 1 else 'fields'} and needs five",
            label="no schedule",
            advice=("write minute, hour, day of the month, month, day of the week, as in `17 6 * * *`",),
            instead=_NICKNAMES.get(text.strip().lower()),
        )
    start = 0
    for word, field in zip(words, _FIELDS, strict=True):
        start = text.index(word, start)
        for part in word.split(","):
            _check_part(text, start, part, field)
            start += len(part) + 1
        start -= 1
    return " ".join(words)


def _check_part(text: str, start: int, part: str, field: tuple[str, int, int, tuple[str, ...]]) -> None:
    label, low, high, names = field
    match = _PART.match(part)
    numbers = [_number(word, low, names) for word in match.group(2, 3) if word is not None] if match else [None]
    known = [number for number in numbers if number is not None]
    step = int(match.group(4)) if match and match.group(4) else 1
    if (
        len(known) == len(numbers)
        and all(low <= number <= high for number in known)
        and step
        and known == sorted(known)
    ):
        return
    advice = f"the {label} goes from {low} to {high}" + (f", or `{names[0]}` to `{names[-1]}`" if names else "")
    message = f"the schedule {quoted(text)} has no {label} {quoted(part)}"
    raise Refused(BAD_SCHEDULE, message, label=f"no {label}", advice=(advice,)).within(start, max(len(part), 1))


def _number(word: str, low: int, names: tuple[str, ...]) -> int | None:
    if word.isdigit():
        return int(word[:6])
    return names.index(word.lower()) + low if word.lower() in names else None
