"""Real frames are held against their declared columns: every fault is counted, and shown by its first rows."""

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest

SPEC = """
mlspec: 1
name: declared
data:
  trips:
    run: user:load
    columns:
      key:     {type: string, role: id}
      seen:    {type: timestamp, role: timestamp, min: "2020-01-01", max: "2020-12-31T12:00:00"}
      day:     {type: date, nullable: true, min: "2020-01-01"}
      hour:    {type: integer, min: 0, max: 23}
      fare:    {type: number, nullable: true, max: 99.5}
      zone:    {type: category, values: [north, "it's south"]}
      code:    {type: category, nullable: true, values: [1, 2]}
      note:    {type: text, nullable: true}
      shared:  {type: boolean, nullable: true}
      stops:   {type: list, nullable: true}
      paid:    {type: integer, values: [0, 1], role: target}
"""
MOMENT = datetime(2020, 5, 1, 12, tzinfo=UTC)


def frame(rows: int = 6) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "extra": range(rows),
            "paid": [0, 1] * (rows // 2),
            "key": [f"k{number}" for number in range(rows)],
            "seen": [MOMENT] * rows,
            "day": [date(2020, 5, 1)] * rows,
            "hour": range(rows),
            "fare": [1.5] * rows,
            "zone": ["north", "it's south"] * (rows // 2),
            "code": [1, 2] * (rows // 2),
            "note": ["x"] * rows,
            "shared": [True, False] * (rows // 2),
            "stops": [["a"]] * rows,
        }
    )


@pytest.fixture
def columns(load_modules):
    return load_modules(SPEC, ("columns",), user="def load():\n    return rows()\n")[0]


@pytest.fixture
def faults(columns):
    """What is told of a frame, without its first line."""

    def told(given: pd.DataFrame) -> list[str]:
        try:
            columns.check("trips", given, columns.TRIPS)
        except columns.ColumnError as error:
            first, *lines = str(error).splitlines()
            assert first == "`trips` is not as declared"
            return [line.strip() for line in lines]
        return []

    return told


def test_a_good_frame_comes_back_without_what_is_not_declared(columns) -> None:
    given = frame()
    kept = given.copy(deep=True)
    checked = columns.check("trips", given, columns.TRIPS)
    pd.testing.assert_frame_equal(given, kept)
    assert list(checked) == [name for name in given if name != "extra"]
    kinds = {"hour": "float64", "fare": "float64", "zone": "category", "code": "category", "paid": "int64"}
    assert {name: str(checked[name].dtype) for name in kinds} == kinds
    assert checked["note"].tolist() == ["x"] * 6
    assert checked["stops"].tolist() == [["a"]] * 6


NOON, LAST_HOUR = datetime(2020, 5, 1, 12), datetime(2020, 12, 31, 13)  # without a time zone: taken for UTC
FAULTS = [
    ("hour", [0, 1, 24, -1, 25, 26], "below 0 in 1 of 6 rows: -1 at k3"),
    ("hour", [0, 1, 24, 1, 25, 26], "above 23 in 3 of 6 rows: 24 at k2, 25 at k4, 26 at k5"),
    ("hour", [0, 1.5, 2, 3, 4, 5], "not of type integer in 1 of 6 rows: 1.5 at k1"),
    ("hour", [0, None, 2, 3, 4, 5], "missing in 1 of 6 rows: nan at k1"),
    ("hour", ["0", 1, 2, 3, 4, True], "not of type integer in 2 of 6 rows: '0' at k0, True at k5"),
    ("hour", [0, np.inf, 2, 3, 4, 5], "not of type integer in 1 of 6 rows: inf at k1"),
    ("hour", [True] * 6, "not of type integer in 6 of 6 rows: True at k0, True at k1, True at k2, ..."),
    ("fare", [1, None, 99.5, 99.6, 2, 3], "above 99.5 in 1 of 6 rows: 99.6 at k3"),
    ("fare", ["1"] * 6, "not of type number in 6 of 6 rows: '1' at k0, '1' at k1, '1' at k2, ..."),
    ("zone", ["north"] * 5 + [None], "missing in 1 of 6 rows: nan at k5"),
    ("zone", ["north"] * 5 + ["South"], "not one of north, it's south in 1 of 6 rows: 'South' at k5"),
    ("code", [1, 3, None, 1, 1, 1], "not one of 1, 2 in 1 of 6 rows: 3.0 at k1"),
    ("key", ["a", "b", "c", None, "e", "f"], "missing in 1 of 6 rows: nan at nan"),
    ("key", ["a", "a", "c", "d", "e", "f"], "not unique in 2 of 6 rows: 'a' at a, 'a' at a"),
    ("key", [1, 2, 3, 4, 5, 6], "not of type string in 6 of 6 rows: 1 at 1, 2 at 2, 3 at 3, ..."),
    ("seen", [LAST_HOUR] + [NOON] * 5, f"above 2020-12-31T12:00:00 in 1 of 6 rows: {pd.Timestamp(LAST_HOUR)!r} at k0"),
    ("seen", [date(2020, 5, 1)] + [NOON] * 5, "not of type timestamp in 1 of 6 rows: datetime.date(2020, 5, 1) at k0"),
    (
        "day",
        [date(2019, 1, 1), None, NOON, *[MOMENT] * 3],
        "below 2020-01-01 in 1 of 6 rows: datetime.date(2019, 1, 1) at k0",
    ),
    ("shared", [1, 0, None, True, False, True], "not of type boolean in 2 of 6 rows: 1 at k0, 0 at k1"),
    ("note", [1, "x", None, "x", "x", "x"], "not of type text in 1 of 6 rows: 1 at k0"),
    ("paid", [0, 1, 2, 0, 1, 0], "not one of 0, 1 in 1 of 6 rows: 2 at k2"),
]


@pytest.mark.parametrize(
    ("column", "values", "told"), FAULTS, ids=[f"{column}-{told[:14]}" for column, _, told in FAULTS]
)
def test_a_fault_is_counted_and_shown(faults, column, values, told) -> None:
    assert f"{column}: {told}" in faults(frame().assign(**{column: values}))


def test_a_moment_before_the_first_one(faults) -> None:
    moments = [datetime(2019, 12, 31, tzinfo=UTC), *[MOMENT] * 5]
    assert faults(frame().assign(seen=moments)) == [
        "seen: below 2020-01-01 in 1 of 6 rows: Timestamp('2019-12-31 00:00:00+0000', tz='UTC') at k0"
    ]


def test_all_faults_are_told_at_once(faults) -> None:
    given = frame().assign(hour=99, fare=100.0).drop(columns=["zone", "note"])
    assert [line.split(" in ")[0] for line in faults(given)] == [
        "hour: above 23",
        "fare: above 99.5",
        "zone: there is no such column",
        "note: there is no such column",
    ]


def test_an_empty_frame_has_no_rows(faults) -> None:
    assert faults(frame().head(0)) == ["it has no rows"]
    assert faults(pd.DataFrame())[0] == "key: there is no such column"


def test_a_column_that_is_there_twice(faults) -> None:
    twice = pd.concat([frame(), frame()[["hour"]]], axis=1)
    assert faults(twice) == ["hour: there is more than one such column"]


@pytest.mark.parametrize("dtype", ["object", "Int64", "float64", "int8"])
def test_whole_numbers_of_any_kind(faults, columns, dtype) -> None:
    given = frame().assign(hour=pd.Series(range(6), dtype=dtype), paid=pd.Series([0, 1] * 3, dtype=dtype))
    assert faults(given) == []
    assert columns.check("trips", given, columns.TRIPS)["hour"].tolist() == [0, 1, 2, 3, 4, 5]


def test_missing_values_of_every_kind(faults, columns) -> None:
    given = frame().assign(
        fare=pd.Series([None, np.nan, pd.NA, 1, 2, 3], dtype="object"),
        day=[pd.NaT, None, date(2020, 5, 1), *[date(2020, 5, 1)] * 3],
        shared=pd.Series([True, pd.NA, False, True, True, True], dtype="boolean"),
        note=pd.Series(["a", None, "b", "c", "d", "e"], dtype="string"),
        code=pd.Series([1, None, 2, 1, 2, 1], dtype="Int64"),
        zone=pd.Categorical(["north"] * 6),
    )
    assert faults(given) == []
    checked = columns.check("trips", given, columns.TRIPS)
    assert checked["fare"].isna().tolist() == [True] * 3 + [False] * 3
    assert str(checked["fare"].dtype) == "float64"


def test_rows_keep_their_own_labels(columns) -> None:
    given = frame().set_index(pd.Index([7, 7, 8, 8, 9, 9])).assign(hour=[0, 24, 0, 0, 25, 0])
    with pytest.raises(columns.ColumnError, match=r"hour: above 23 in 2 of 6 rows: 24 at k1, 25 at k4"):
        columns.check("trips", given, columns.TRIPS)


def test_many_allowed_values_are_not_all_listed(load_modules) -> None:
    column = f"{{type: category, values: [{', '.join(f'v{number}' for number in range(200))}]}}"
    spec = f"mlspec: 1\nname: many\ndata: {{t: {{run: user:load, columns: {{c: {column}}}}}}}\n"
    (columns,) = load_modules(spec, ("columns",), user="def load():\n    return rows()\n")
    with pytest.raises(columns.ColumnError, match=r"not one of v0, v1, .*, v8, v9, \.\.\. in 1 of 1 rows"):
        columns.check("t", pd.DataFrame({"c": ["w"]}), columns.T)
