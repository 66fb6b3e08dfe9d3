"""Quantities with their units written out, each parsed into a number or a record with one canonical form."""

import re
from functools import lru_cache

from mlspec.schema.refusal import Refused, quoted, say_kind
from mlspec.schema.rules import BAD_UNIT, OUT_OF_RANGE, WRONG_TYPE
from mlspec.vocabulary.record import record

DURATION_PATTERN = r"^(\d+(\.\d+)?(ms|s|m|h|d|w))+$"
MEMORY_PATTERN = r"^\d+(\.\d+)?(Ki|Mi|Gi|Ti|k|M|G|T)$"
CPU_PATTERN = r"^(\d+(\.\d+)?|\d+m)$"
SHARE_PATTERN = r"^\d+(\.\d+)?%$"


@record
class Duration:
    """A length of time, in microseconds; `60m` and `1h` are the same."""

    microseconds: int

    @property
    def seconds(self) -> float:
        """The length in seconds; whole where it is whole."""
        return self.microseconds / 1_000_000

    def __str__(self) -> str:
        """`1h30m`: the largest units first."""
        return _spell(self.microseconds, _DURATION_UNITS) or "0s"


@record
class CalendarOffset:
    """A step through the calendar; months and years have no fixed length, so the parts stay apart."""

    months: int = 0
    days: int = 0
    hours: int = 0

    def __str__(self) -> str:
        """`-6mo`: months, days or hours, whichever it is."""
        if self.months:
            return f"{self.months}mo"
        return f"{self.hours}h" if self.hours else f"{self.days}d"


@record
class Memory:
    """An amount of memory, in bytes; `4096Mi` and `4Gi` are the same."""

    size: int

    def __str__(self) -> str:
        """`4Gi`: the largest unit that leaves a whole number."""
        unit, factor = next((entry for entry in _MEMORY_UNITS if self.size and not self.size % entry[1]), ("", 1))
        return f"{self.size // factor}{unit}"


@record
class Cpu:
    """Processors, in thousandths; `500m` and `0.5` are the same."""

    millicores: int

    def __str__(self) -> str:
        """`2`, or `500m` where it is not a whole processor."""
        return f"{self.millicores}m" if self.millicores % 1000 else str(self.millicores // 1000)


def parse_duration(value: object) -> Duration:
    """A length of time as `200ms`, `30s`, `15m`, `1h30m`, `2d`; raises Refused."""
    return _duration(_text(value, "a length of time", "`30s`, `15m`, `1h30m` or `2d`"))


@lru_cache(maxsize=1024)
def _duration(text: str) -> Duration:
    total, start, largest = 0, 0, len(_DURATION_FACTORS)
    while (match := _DURATION_PART.match(text, start)) and (rank := _DURATION_RANKS[match[2]]) < largest:
        total += round(float(match[1]) * _DURATION_FACTORS[match[2]])
        start, largest = match.end(), rank
    if start < len(text) or not text:
        raise Refused(
            BAD_UNIT,
            f"{quoted(text)} is no length of time",
            label="no length of time",
            advice=("write a number and a unit, as in `200ms`, `30s`, `15m`, `1h30m`, `2d`",),
            instead=_reworded(text),
        )
    return Duration(total)


def parse_positive_duration(value: object) -> Duration:
    """A length of time above zero; raises Refused."""
    duration = parse_duration(value)
    if not duration.microseconds:
        raise Refused(OUT_OF_RANGE, f"{quoted(value)} has to be longer than nothing", label="no time at all")
    return duration


def parse_calendar_offset(value: object) -> CalendarOffset:
    """A step through the calendar as `-6mo`, `0d`, `-1y`; raises Refused."""
    text = _text(value, "a step through the calendar", "`-6mo`, `-1y`, `-2w`, `0d` or `-3h`")
    match = _OFFSET.match(text)
    if match is None:
        guess = f"{text[:-1]}mo" if re.fullmatch(r"[-+]?\d+[mM]", text) else None
        raise Refused(
            BAD_UNIT,
            f"{quoted(text)} is no step through the calendar",
            label="no calendar step",
            advice=("write a number and a unit, as in `-6mo`, `-1y`, `-2w`, `0d`, `-3h`",),
            instead=guess,
        )
    count, unit = int(match.group(1)), match.group(2)
    match unit:
        case "mo" | "y":
            return CalendarOffset(months=count * (12 if unit == "y" else 1))
        case "w" | "d":
            return CalendarOffset(days=count * (7 if unit == "w" else 1))
        case _:
            return CalendarOffset(days=int(count / 24)) if count % 24 == 0 else CalendarOffset(hours=count)


def parse_memory(value: object) -> Memory:
    """An amount of memory as `512Mi`, `4Gi`; raises Refused."""
    text = _text(value, "an amount of memory", "`512Mi` or `4Gi`")
    match = _MEMORY.match(text)
    if match is None:
        raise Refused(
            BAD_UNIT,
            f"{quoted(text)} is no amount of memory",
            label="no amount of memory",
            advice=("write a number and a unit, as in `512Mi`, `4Gi` (powers of 1024) or `4G` (powers of 1000)",),
            instead=_memory_guess(text),
        )
    size = round(float(match.group(1)) * dict(_MEMORY_UNITS)[match.group(2)])
    if not size:
        raise Refused(OUT_OF_RANGE, f"{quoted(text)} has to be more than nothing", label="no memory at all")
    return Memory(size)


def parse_cpu(value: object) -> Cpu:
    """Processors as `2`, `0.5` or `500m`; raises Refused."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        millicores = value * 1000 if 0 <= value < 1e6 else 0
    elif isinstance(value, str) and (match := _CPU.match(value)):
        millicores = float(match.group(1)) if match.group(2) else float(match.group(1)) * 1000
    else:
        advice = ("write a number, as in `2` or `0.5`, or thousandths, as in `500m`",)
        raise Refused(
            BAD_UNIT, f"{quoted(value)} is no number of processors", label="no number of processors", advice=advice
        )
    if round(millicores) < 1:
        raise Refused(
            OUT_OF_RANGE, f"{quoted(value)} is no number of processors that a machine can give", label="out of range"
        )
    return Cpu(round(millicores))


def parse_share(value: object) -> float:
    """A share as `30%` or `0.3`, from 0 to 1; raises Refused."""
    if isinstance(value, str) and (match := _SHARE.match(value)):
        share = percent(match.group(1))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        share = float(value)
    else:
        raise Refused(
            BAD_UNIT,
            f"{quoted(value)} is no share"
            if isinstance(value, str)
            else f"a share is needed here, and this is {say_kind(value)}",
            label="no share",
            advice=("write a share of the whole, as in `30%`",),
        )
    if not 0 <= share <= 1:
        guess = f"{value}%" if isinstance(value, int) and 1 < value <= 100 else None
        raise Refused(
            OUT_OF_RANGE, f"{quoted(value)} is not between `0%` and `100%`", label="out of range", instead=guess
        )
    return share


def percent(digits: str) -> float:
    """The number that `digits` percent stand for, rounded once: `0.7` is 0.007."""
    return float(f"{digits}e-2")


def _text(value: object, needed: str, examples: str) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        message = f"{quoted(value)} has no unit"
        raise Refused(BAD_UNIT, message, label="no unit", advice=(f"{needed} is written as {examples}",))
    raise Refused(
        WRONG_TYPE,
        f"{needed} is needed here, and this is {say_kind(value)}",
        label=say_kind(value),
        advice=(f"write {examples}",),
    )


def _spell(amount: int, units: tuple[tuple[str, int], ...]) -> str:
    text = ""
    for unit, factor in units:
        count, amount = divmod(amount, factor)
        text += f"{count}{unit}" if count else ""
    return f"{text}{amount / 1000:g}ms" if amount else text


def _reworded(text: str) -> str | None:
    """`5 minutes` as `5m`."""
    match = re.fullmatch(r"(\d{1,12}(?:\.\d{1,12})?)\s*([A-Za-z]+)\.?", text, re.ASCII)
    if match is None:
        return None
    word = match.group(2).lower()
    unit = next((unit for unit, start in _DURATION_WORDS if word in (start, start + "s", unit)), None)
    return f"{match.group(1)}{unit}" if unit else None


def _memory_guess(text: str) -> str | None:
    match = re.fullmatch(r"(\d{1,12}(?:\.\d{1,12})?)\s*([KMGTkmgt])(i?)[bB]?", text, re.ASCII)
    return f"{match.group(1)}{match.group(2).upper()}i" if match else None


_DURATION_UNITS = (("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000), ("ms", 1_000))
_DURATION_FACTORS = {"w": 604_800_000_000, **dict(_DURATION_UNITS)}
_DURATION_RANKS = {"ms": 0, "s": 1, "m": 2, "h": 3, "d": 4, "w": 5}
_DURATION_WORDS = (
    *(("ms", "millisecond"), ("ms", "msec"), ("s", "second"), ("s", "sec"), ("m", "minute"), ("m", "min")),
    *(("h", "hour"), ("h", "hr"), ("d", "day"), ("w", "week"), ("w", "wk")),
)
_DURATION_PART = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)(ms|s|m|h|d|w)", re.ASCII)
_OFFSET = re.compile(r"([-+]?\d{1,6})(h|d|w|mo|y)\Z", re.ASCII)
_MEMORY_UNITS = (
    *(("Ti", 1024**4), ("Gi", 1024**3), ("Mi", 1024**2), ("Ki", 1024)),
    *(("T", 1000**4), ("G", 1000**3), ("M", 1000**2), ("k", 1000)),
)
_MEMORY = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)(Ki|Mi|Gi|Ti|k|M|G|T)\Z", re.ASCII)
_CPU = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)(m?)\Z", re.ASCII)
_SHARE = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)%\Z", re.ASCII)
