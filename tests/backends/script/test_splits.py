"""Splits lose no row and hold out the shares that the spec names, the same rows in every run."""

import math
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LOAD = "import pandas as pd\n\ndef load() -> pd.DataFrame:\n    return pd.DataFrame()\n"
COLUMNS = ", ".join(
    (
        "key: {type: string, role: id}",
        "at: {type: timestamp, role: timestamp}",
        "who: {type: category, role: group}",
        "kind: category",
    )
)
WITHOUT_NAMES = ("", "at: timestamp, who: category, kind: category", "who: category, kind: list")
FRAMES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4), st.integers(0, 2)), min_size=1, max_size=60)
SHARES = st.sampled_from([(20, 0), (12.5, 0), (50, 25), (10, 10), (30, 30), (1, 0), (33.3, 33.3)])
Settings = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


def frame_of(rows: list[tuple[int, int, int]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "key": [f"k{number}" for number in range(len(rows))],
            "at": pd.to_datetime([f"2020-01-{day + 1:02}" for day, _, _ in rows]),
            "who": [f"w{who}" for _, who, _ in rows],
            "kind": [f"t{kind}" for _, _, kind in rows],
        }
    )


@pytest.fixture
def split(load_modules):
    """A split of some rows as the spec says; gives the parts: training, validation (maybe), held out."""
    made = {}

    def part(frame: pd.DataFrame, words: str, columns: str = COLUMNS) -> tuple[pd.DataFrame, ...]:
        if (words, columns) not in made:
            declared = f"columns: {{{columns}}}, " if columns else ""
            spec = f"mlspec: 1\nname: parts\ndata: {{rows: {{run: user:load, {declared}split: {{{words}}}}}}}\n"
            made[words, columns] = load_modules(spec, ("stages",), user=LOAD)[0].split_rows
        return made[words, columns](frame)

    return part


def words_of(shares: tuple[float, float], *more: str) -> str:
    holdout, validation = shares
    return ", ".join((f"holdout: {holdout}%", *([f"validation: {validation}%"] if validation else []), *more))


def whole(parts: tuple[pd.DataFrame, ...], frame: pd.DataFrame) -> None:
    """Every row is in just one part, in its old order."""
    pd.testing.assert_frame_equal(pd.concat(parts).sort_index(), frame)
    assert all(part.index.is_monotonic_increasing for part in parts)


def counts(rows: int, shares: tuple[float, float]) -> list[int]:
    """How many rows the parts have: the borders are the shares of all rows, rounded down."""
    holdout = math.floor(round(rows * shares[0] / 100, 9))
    both = math.floor(round(rows * (shares[0] + shares[1]) / 100, 9))
    return [rows - both, *([both - holdout] if shares[1] else []), holdout]


@Settings
@given(rows=FRAMES, shares=SHARES, seed=st.integers(0, 3))
def test_rows_by_their_id(split, rows, shares, seed) -> None:
    frame, words = frame_of(rows), words_of(shares, f"seed: {seed}")
    parts = split(frame, words)
    whole(parts, frame)
    assert [len(part) for part in parts] == counts(len(frame), shares)
    again = split(frame.sample(frac=1, random_state=1), words)
    assert [set(part["key"]) for part in again] == [set(part["key"]) for part in parts]


@Settings
@given(rows=FRAMES, shares=SHARES)
def test_strata_keep_their_shares(split, rows, shares) -> None:
    frame = frame_of(rows)
    parts = split(frame, words_of(shares, "stratify: kind"))
    whole(parts, frame)
    for kind, members in frame.groupby("kind"):
        assert [int((part["kind"] == kind).sum()) for part in parts] == counts(len(members), shares)


@Settings
@given(rows=FRAMES, shares=SHARES)
def test_groups_stay_whole(split, rows, shares) -> None:
    frame = frame_of(rows)
    parts = split(frame, words_of(shares, "method: group"))
    whole(parts, frame)
    groups = [set(part["who"]) for part in parts]
    assert sum(map(len, groups)) == frame["who"].nunique()
    assert [len(group) for group in groups] == counts(frame["who"].nunique(), shares)


@Settings
@given(rows=FRAMES, shares=SHARES)
def test_the_latest_rows_are_held_out(split, rows, shares) -> None:
    frame = frame_of(rows)
    parts = split(frame, words_of(shares, "method: time"))
    whole(parts, frame)
    filled = [part["at"] for part in parts if len(part)]
    assert all(earlier.max() <= later.min() for earlier, later in pairwise(filled))
    rest = math.floor(round(len(frame) * (100 - sum(shares)) / 100, 9))
    assert len(parts[0]) == rest
    assert abs(len(parts[-1]) - len(frame) * shares[0] / 100) < 1


@Settings
@given(rows=FRAMES, columns=st.sampled_from(WITHOUT_NAMES))
def test_rows_without_a_name_by_their_values(split, rows, columns) -> None:
    frame = frame_of(rows).drop(columns="key")
    parts = split(frame, "holdout: 25%", columns)
    whole(parts, frame)
    assert [len(part) for part in parts] == counts(len(frame), (25, 0))
    held = parts[1].apply(tuple, axis=1).value_counts()
    kept = parts[0].apply(tuple, axis=1).value_counts()
    assert len(held.index.intersection(kept.index)) <= 1  # only equal rows at the border stand on both sides
    shuffled = split(frame.sample(frac=1, random_state=2), "holdout: 25%", columns)
    assert sorted(map(tuple, shuffled[1].to_numpy())) == sorted(map(tuple, parts[1].to_numpy()))


def test_a_seed_makes_another_split(split) -> None:
    frame = frame_of([(number % 10, number % 5, 0) for number in range(40)])
    held = {tuple(split(frame, f"holdout: 25%, seed: {seed}")[1]["key"]) for seed in range(5)}
    assert len(held) == 5


def test_what_was_held_out_stays_so_when_rows_come_in(split) -> None:
    early = frame_of([(number % 10, 0, 0) for number in range(2000)])
    late = frame_of([(number % 10, 0, 0) for number in range(2400)])
    before, after = (split(frame, "holdout: 20%, seed: 7") for frame in (early, late))
    moved = set(before[0]["key"]) & set(after[1]["key"])
    assert len(moved) <= 0.02 * len(late)


def test_rows_with_missing_values_are_not_lost(split) -> None:
    frame = frame_of([(number % 10, number % 5, number % 3) for number in range(30)])
    frame.loc[::4, "kind"] = None
    frame.loc[::5, "at"] = pd.NaT
    nullable = COLUMNS.replace("kind: category", "kind: {type: category, nullable: true}")
    for words, columns in (
        ("holdout: 20%, stratify: kind", nullable),
        ("holdout: 20%, stratify: kind", ""),
        ("holdout: 20%, method: time, by: at", ""),
        ("holdout: 20%, method: group, by: kind", ""),
    ):
        whole(split(frame, words, columns), frame)


def test_labels_of_rows_may_repeat(split) -> None:
    frame = frame_of([(number % 10, number % 5, number % 3) for number in range(30)])
    frame = frame.set_index(pd.Index([1, 2, 3] * 10))
    for words in ("seed: 1", "stratify: kind", "method: group", "method: time"):
        parts = split(frame, f"holdout: 20%, {words}")
        assert sum(map(len, parts)) == 30
        assert pd.concat(parts)["key"].is_unique
