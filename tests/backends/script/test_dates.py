"""Dates that specs name are those that a calendar shows, whatever the day and the type that a function asks for."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

OFFSETS = {"-6mo": {"months": -6}, "1mo": {"months": 1}, "-1y": {"years": -1}, "2y": {"years": 2}, "0d": {}}
OFFSETS |= {
    "-1d": {"days": -1},
    "-2w": {"weeks": -2},
    "-30h": {"hours": -30},
    "-48h": {"hours": -48},
    "5h": {"hours": 5},
}
FLOORS = {"hour": "h", "day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y", "": ""}
NAMES = {f"d{number}": pair for number, pair in enumerate((o, f) for o in OFFSETS for f in FLOORS)}
MOMENTS = st.datetimes(datetime(1903, 1, 1), datetime(2195, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))


def expected(as_of: datetime, offset: str, floor: str) -> datetime:
    """By way of other libraries: dateutil moves, pandas cuts down."""
    moved = as_of + relativedelta(**OFFSETS[offset])
    if not floor:
        return moved
    naive = pd.Timestamp(moved.replace(tzinfo=None))
    return naive.to_period(FLOORS[floor]).start_time.to_pydatetime().replace(tzinfo=UTC)


@pytest.fixture
def dates_of(load_modules):
    """All dates of one spec as of a moment."""
    params = "".join(
        f"      {name}: {{as_of: {offset}{f', floor: {floor}' if floor else ''}}}\n"
        for name, (offset, floor) in NAMES.items()
    )
    spec = f"mlspec: 1\nname: dates\ndata:\n  days:\n    run: user:load\n    params:\n{params}"
    (stages,) = load_modules(spec, ("stages",), user="def load(**days):\n    return days\n")
    return stages.load_days


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(as_of=MOMENTS)
def test_every_offset_and_floor(dates_of, as_of: datetime) -> None:
    found = dates_of(as_of)
    assert {name: found[name] for name in NAMES} == {name: expected(as_of, *pair) for name, pair in NAMES.items()}


@pytest.mark.parametrize(
    ("as_of", "offset", "floor", "told"),
    [
        (datetime(2024, 8, 31, 9, tzinfo=UTC), "-6mo", "", datetime(2024, 2, 29, 9, tzinfo=UTC)),
        (datetime(2023, 8, 31, 9, tzinfo=UTC), "-6mo", "", datetime(2023, 2, 28, 9, tzinfo=UTC)),
        (datetime(2024, 2, 29, tzinfo=UTC), "-1y", "", datetime(2023, 2, 28, tzinfo=UTC)),
        (datetime(2024, 1, 1, tzinfo=UTC), "-2w", "week", datetime(2023, 12, 18, tzinfo=UTC)),
        (datetime(2024, 1, 15, tzinfo=UTC), "-1d", "quarter", datetime(2024, 1, 1, tzinfo=UTC)),
        (datetime(2024, 12, 31, 23, 59, tzinfo=UTC), "1mo", "month", datetime(2025, 1, 1, tzinfo=UTC)),
    ],
)
def test_days_that_people_know(dates_of, as_of, offset, floor, told) -> None:
    name = next(name for name, pair in NAMES.items() if pair == (offset, floor))
    assert dates_of(as_of)[name] == told


TYPED = """
from datetime import date, datetime
from typing import Optional
import pandas as pd

def load(
    a: date, b: datetime, c: str, d: pd.Timestamp, e, f: "date | None", g: Optional[str], h: str, i: str, as_of: date
):
    return a, b, c, d, e, f, g, h, i, as_of
"""


def test_a_date_comes_in_the_type_that_the_function_asks_for(load_modules) -> None:
    keys = "".join(f"{key}: {{as_of: -1d}}, " for key in "abcdefg")
    late = 'h: {as_of: -1h, floor: hour}, i: {as_of: -1d, format: "%d.%m.\'%y"}'
    spec = f"mlspec: 1\nname: dates\ndata:\n  days:\n    run: user:load\n    params: {{{keys}{late}}}\n"
    (stages,) = load_modules(spec, ("stages",), user=TYPED)
    as_of = datetime(2024, 5, 1, 10, 30, tzinfo=UTC)
    before = as_of - timedelta(days=1)
    found = stages.load_days(as_of)
    assert found == (
        *(date(2024, 4, 30), before, "2024-04-30", pd.Timestamp(before), before, date(2024, 4, 30), "2024-04-30"),
        *("2024-05-01T09:00:00+00:00", "30.04.'24", date(2024, 5, 1)),
    )
    assert [type(one) for one in found[:4]] == [date, datetime, str, pd.Timestamp]
