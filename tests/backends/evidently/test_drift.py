"""How far columns have moved, on data that is known to have moved or not."""

import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

pytestmark = pytest.mark.slow

WORDS = {
    "planes": "late flight delay airport gate plane pilot crew wind storm runway tower seat engine wing".split(),
    "money": "invoice refund money card payment bank price account fee tax loan rate credit debt cash".split(),
}


@pytest.fixture
def drift(module: Callable[[str], ModuleType]) -> ModuleType:
    return module("monitor_drift")


def numbers(rows: int, shift: float = 0, seed: int = 0) -> pd.DataFrame:
    return pd.DataFrame({"a": np.random.default_rng(seed).normal(shift, 1, rows)})


def words(rows: int, size: int, seed: int) -> pd.DataFrame:
    return pd.DataFrame({"a": np.random.default_rng(seed).integers(0, size, rows).astype(str)})


def moved(drift: ModuleType, then: pd.DataFrame, now: pd.DataFrame, method: str, limit: float, kind: str = "number"):
    found, snapshot = drift.compare(then, now, [drift.Watched("a", kind, method, limit)], 0.5)
    assert (snapshot is None) == (found[0].distance is None)
    return found[0]


@pytest.mark.parametrize("method", ["psi", "jensenshannon", "hellinger", "kl_div", "wasserstein", "energy"])
def test_distances_of_numbers(drift: ModuleType, method: str) -> None:
    then = numbers(3000)
    assert not moved(drift, then, numbers(2000, seed=1), method, 0.1).drifted
    assert moved(drift, then, numbers(2000, shift=1, seed=1), method, 0.1).drifted


@pytest.mark.parametrize("method", ["ks", "anderson"])
def test_tests_of_numbers(drift: ModuleType, method: str) -> None:
    then = numbers(500)
    assert not moved(drift, then, numbers(500, seed=1), method, 0.01).drifted
    found = moved(drift, then, numbers(500, shift=1, seed=1), method, 0.01)
    assert found.drifted
    assert found.distance < 0.01


@pytest.mark.parametrize(("method", "limit"), [("psi", 0.2), ("jensenshannon", 0.1), ("chisquare", 0.01)])
def test_categories(drift: ModuleType, method: str, limit: float) -> None:
    then = words(2000, 5, 0)
    assert not moved(drift, then, words(2000, 5, 1), method, limit, "category").drifted
    assert moved(drift, then, words(2000, 8, 1), method, limit, "category").drifted


@pytest.mark.parametrize("method", ["psi", "jensenshannon", "hellinger", "kl_div"])
def test_few_rows_of_many_categories_are_no_drift(drift: ModuleType, method: str) -> None:
    found = moved(drift, words(20_000, 100, 0), words(400, 100, 1), method, 0.2, "category")
    assert not found.drifted
    assert found.limit > 0.2


def test_whole_numbers_are_one_category_whatever_their_type(drift: ModuleType) -> None:
    then, now = pd.DataFrame({"a": [1, 2] * 100}), pd.DataFrame({"a": [1.0, 2.0, None, 2.0, 1.0] * 40})
    assert moved(drift, then, now, "psi", 0.1, "category").distance < 0.01
    truths = pd.DataFrame({"a": pd.Series([True, False, None] * 50, dtype="object")})
    assert moved(drift, pd.DataFrame({"a": [True, False] * 50}), truths, "psi", 0.1, "category").distance < 0.01


@pytest.mark.parametrize("method", ["psi", "jensenshannon", "wasserstein", "ks", "kl_div", "hellinger", "energy"])
def test_a_constant_column(drift: ModuleType, method: str) -> None:
    then = pd.DataFrame({"a": [7.0] * 200})
    assert not moved(drift, then, pd.DataFrame({"a": [7.0] * 100}), method, 0.05).drifted
    assert moved(drift, then, pd.DataFrame({"a": [8.0] * 100}), method, 0.05).drifted


@pytest.mark.parametrize("value", [1e300, -1e9, float("inf")])
def test_one_extreme_value_moves_nothing(drift: ModuleType, value: float) -> None:
    now = numbers(2000, seed=1)
    now.loc[0, "a"] = value
    assert not moved(drift, numbers(3000), now, "psi", 0.1).drifted


@pytest.mark.parametrize(
    ("then", "now", "drifted", "note"),
    [
        ([1.0, 2.0], [None, None], True, "no values now"),
        ([None, None], [1.0, 2.0], True, "no values in the reference"),
        ([None, None], [None, None], False, "no values at all"),
        ([1.0, 2.0], ["x", "y"], True, "no values now"),
        ([1.0, 2.0], [], True, "no values now"),
    ],
)
def test_a_side_without_values(drift: ModuleType, then: list, now: list, drifted: bool, note: str) -> None:
    found = moved(drift, pd.DataFrame({"a": then}), pd.DataFrame({"a": pd.Series(now, dtype="object")}), "psi", 0.1)
    assert (found.distance, found.drifted, found.note) == (None, drifted, note)


def test_a_column_that_is_not_there(drift: ModuleType) -> None:
    assert moved(drift, numbers(100), pd.DataFrame({"b": [1.0] * 100}), "psi", 0.1).note == "no values now"


def test_texts_by_what_they_are_about(drift: ModuleType) -> None:
    def texts(about: str, rows: int, seed: int) -> pd.DataFrame:
        drawn = np.random.default_rng(seed).choice(WORDS[about], (rows, 3))
        return pd.DataFrame({"a": [" ".join(row) for row in drawn]})

    then = texts("planes", 600, 0)
    assert not moved(drift, then, texts("planes", 300, 1), "text content", 0.55, "text").drifted
    assert moved(drift, then, texts("money", 300, 1), "text content", 0.55, "text").drifted


def test_texts_without_words_cannot_be_compared(drift: ModuleType) -> None:
    found = moved(drift, pd.DataFrame({"a": ["a"] * 9}), pd.DataFrame({"a": ["the"] * 9}), "text content", 0.55, "text")
    assert (found.distance, found.drifted, found.note) == (None, False, "cannot be compared")


def test_missing_shares(drift: ModuleType) -> None:
    then, now = pd.DataFrame({"a": [1, None], "b": [1, 1]}), pd.DataFrame({"a": [None, None]})
    assert drift.missing(then, now, ["a", "b"]) == {"a": (0.5, 1), "b": (0, 1)}


def test_the_report_counts_columns_of_the_request_alone(drift: ModuleType) -> None:
    then = numbers(100).assign(**{"prediction.chance": 0.5})
    watched = [drift.Watched("a", "number", "psi", 0.1), drift.Watched("prediction.chance", "number", "psi", 0.1)]
    _, snapshot = drift.compare(then, then, watched, 0.25)
    counts = [metric["config"] for metric in snapshot.dict()["metrics"] if "drift_share" in metric["config"]]
    assert [(one["columns"], one["drift_share"]) for one in counts] == [(["a"], 0.25)]


def test_columns_that_nobody_has_declared(
    tmp_path: Path, compile_case: Callable[[Path, Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    generated = compile_case(Path(__file__).parent / "cases" / "rows-from-a-function", tmp_path)
    spec = importlib.util.spec_from_file_location("monitor_drift_of_sales", generated / "monitor_drift.py")
    drift = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(importlib.sys.modules, spec.name, drift)
    spec.loader.exec_module(drift)
    frame = pd.DataFrame(
        {
            "size": [1, 2, 3, 4],
            "shop": ["a", "a", "b", "b"],
            "open": [True, False, True, True],
            "note": ["w", "x", "y", "z"],
            "day": pd.to_datetime(["2024-01-01"] * 4),
            "parts": [[1], [2], [1], [2]],
            "sold": [1, 2, 3, 4],
        }
    )
    found = drift.discover(frame, {"number": ("ks", 0.01), "category": ("chisquare", 0.05)}, "sold")
    assert [(one.column, one.method) for one in found] == [("size", "ks"), ("shop", "chisquare"), ("open", "chisquare")]
