"""Quantities are read with their units, equal ones are equal, and what cannot be read says what to write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlspec.schema.refusal import Refused
from mlspec.schema.units import (
    CalendarOffset,
    Cpu,
    Duration,
    Memory,
    parse_calendar_offset,
    parse_cpu,
    parse_duration,
    parse_memory,
    parse_positive_duration,
    parse_share,
)


@pytest.mark.parametrize(
    ("text", "seconds", "canonical"),
    [
        ("1d", 86_400, "1d"),
        ("60m", 3_600, "1h"),
        ("90m", 5_400, "1h30m"),
        ("1h30m", 5_400, "1h30m"),
        ("200ms", 0.2, "200ms"),
        ("1.5s", 1.5, "1s500ms"),
        ("1w", 604_800, "7d"),
        ("0s", 0, "0s"),
        (" 5m ", 300, "5m"),
    ],
)
def test_a_length_of_time(text: str, seconds: float, canonical: str) -> None:
    duration = parse_duration(text)
    assert duration.seconds == seconds
    assert str(duration) == canonical


@given(st.integers(0, 10**14).map(lambda count: Duration(count * 1000)))
def test_a_length_of_time_reads_back(duration: Duration) -> None:
    assert parse_duration(str(duration)) == duration


@pytest.mark.parametrize(
    ("value", "rule", "instead"),
    [
        ("5 minutes", "bad-unit", "5m"),
        ("30 Days", "bad-unit", "30d"),
        ("2hrs", "bad-unit", "2h"),
        ("1m1h", "bad-unit", None),
        ("1h1h", "bad-unit", None),
        ("", "bad-unit", None),
        ("-1h", "bad-unit", None),
        ("1mo", "bad-unit", None),
        ("9" * 400 + "d", "bad-unit", None),
        ("\u0661h", "bad-unit", None),
        (30, "bad-unit", None),
        (True, "wrong-type", None),
        (None, "wrong-type", None),
        ([], "wrong-type", None),
    ],
)
def test_no_length_of_time(value: object, rule: str, instead: str | None) -> None:
    with pytest.raises(Refused) as refused:
        parse_duration(value)
    assert (refused.value.rule.name, refused.value.instead) == (rule, instead)


def test_no_time_is_not_enough_for_a_timeout() -> None:
    with pytest.raises(Refused, match="longer than nothing"):
        parse_positive_duration("0m")


@pytest.mark.parametrize(
    ("text", "offset", "canonical"),
    [
        ("-6mo", CalendarOffset(months=-6), "-6mo"),
        ("-1y", CalendarOffset(months=-12), "-12mo"),
        ("0d", CalendarOffset(), "0d"),
        ("0mo", CalendarOffset(), "0d"),
        ("+2w", CalendarOffset(days=14), "14d"),
        ("-48h", CalendarOffset(days=-2), "-2d"),
        ("-3h", CalendarOffset(hours=-3), "-3h"),
    ],
)
def test_a_step_through_the_calendar(text: str, offset: CalendarOffset, canonical: str) -> None:
    assert parse_calendar_offset(text) == offset
    assert str(offset) == canonical
    assert parse_calendar_offset(canonical) == offset


@pytest.mark.parametrize(("text", "instead"), [("-6m", "-6mo"), ("yesterday", None), ("1.5d", None), ("--1d", None)])
def test_no_step_through_the_calendar(text: str, instead: str | None) -> None:
    with pytest.raises(Refused) as refused:
        parse_calendar_offset(text)
    assert refused.value.instead == instead


@pytest.mark.parametrize(
    ("text", "size", "canonical"),
    [
        ("4Gi", 4 * 1024**3, "4Gi"),
        ("4096Mi", 4 * 1024**3, "4Gi"),
        ("1.5Gi", 1536 * 1024**2, "1536Mi"),
        ("1G", 10**9, "1G"),
    ],
)
def test_an_amount_of_memory(text: str, size: int, canonical: str) -> None:
    assert parse_memory(text) == Memory(size)
    assert str(Memory(size)) == canonical


@given(st.integers(1, 2**52))
def test_an_amount_of_memory_reads_back(size: int) -> None:
    text = str(Memory(size))
    assert text == str(size) or parse_memory(text) == Memory(size)


@pytest.mark.parametrize(
    ("text", "instead"), [("4GB", "4Gi"), ("512m", "512Mi"), ("4 gib", "4Gi"), ("much", None), ("0Gi", None)]
)
def test_no_amount_of_memory(text: str, instead: str | None) -> None:
    with pytest.raises(Refused) as refused:
        parse_memory(text)
    assert refused.value.instead == instead


@pytest.mark.parametrize(("value", "millicores"), [(2, 2000), (0.5, 500), ("500m", 500), ("1.5", 1500)])
def test_processors(value: object, millicores: int) -> None:
    assert parse_cpu(value) == Cpu(millicores)
    assert parse_cpu(str(parse_cpu(value))) == Cpu(millicores)


@pytest.mark.parametrize("value", [0, -1, True, None, "lots", "0m", float("nan"), float("inf"), 10**9, []])
def test_no_number_of_processors(value: object) -> None:
    with pytest.raises(Refused):
        parse_cpu(value)


@pytest.mark.parametrize(
    ("value", "share"), [("30%", 0.3), ("0.7%", 0.007), ("100%", 1), (0.3, 0.3), (0, 0), ("0.5%", 0.005)]
)
def test_a_share(value: object, share: float) -> None:
    assert parse_share(value) == share


@pytest.mark.parametrize(
    ("value", "instead"),
    [(20, "20%"), ("110%", None), (-0.1, None), ("half", None), (True, None), (float("nan"), None)],
)
def test_no_share(value: object, instead: str | None) -> None:
    with pytest.raises(Refused) as refused:
        parse_share(value)
    assert refused.value.instead == instead
