"""Schedules are five fields of cron, and whatever is taken for one is one."""

from datetime import datetime

import pytest
from cronsim import CronSim
from hypothesis import given
from hypothesis import strategies as st

from mlspec.schema.refusal import Refused
from mlspec.schema.schedule import parse_schedule


@pytest.mark.parametrize(
    "text",
    ["* * * * *", "17 6 * * *", "*/15 0-6,18-23 1,15 jan-mar mon-fri", "0 0 29 2 7", "5 4 * * SUN", "0-30/5 * * * *"],
)
def test_a_schedule(text: str) -> None:
    assert parse_schedule(text) == text


def test_blanks_mean_nothing() -> None:
    assert parse_schedule("  17   6 * *\t* ") == "17 6 * * *"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("61 * * * *", "61"),
        ("0 24 * * *", "24"),
        ("* * 0 * *", "0"),
        ("* * * 13 *", "13"),
        ("1,x * * * *", "x"),
        ("5-1 * * * *", "5-1"),
    ],
)
def test_the_part_that_is_wrong_is_shown(text: str, shown: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_schedule(text)
    offset = refused.value.offset
    assert offset is not None
    assert text[offset : offset + refused.value.length] == shown


@pytest.mark.parametrize(
    "value", ["", "* * * *", "* * * * * *", "every day", "*/0 * * * *", "a b c d e", ", * * * *", 3, None, []]
)
def test_no_schedule(value: object) -> None:
    with pytest.raises(Refused):
        parse_schedule(value)


FIELD = st.text(alphabet="0123456789*/-,", min_size=1, max_size=6)


@given(st.tuples(FIELD, FIELD, FIELD, FIELD, FIELD).map(" ".join))
def test_what_is_taken_for_a_schedule_is_one(text: str) -> None:
    try:
        schedule = parse_schedule(text)
    except Refused:
        return
    CronSim(schedule, datetime(2013, 1, 1))  # raises where it cannot read it
