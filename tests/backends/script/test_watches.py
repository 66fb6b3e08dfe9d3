"""What brings a monitor its data is called with a window, in the types that the user's functions ask for."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import ModuleType

import pytest

SPEC = """
mlspec: 1
name: watched
runtime: {source: [src]}
data: {rows: {run: user:load}}
train: {run: user:train, params: {weight: 2}}
monitor:
  window: 7d
  drift: {inputs: {method: psi, above: 0.2}}
  current: {run: truth:measured, params: {season: {as_of: 0d, floor: quarter}, station: {env: STATION}}}
  labels: {run: truth:known, key: id, column: y}
"""
USER = """
def load():
    return []

def train(rows, weight):
    return weight
"""
TRUTH = """
from datetime import date, datetime
import pandas as pd

def measured(start: date, end: datetime, season: date, station: str, environment: str):
    return start, end, season, station, environment

def known(start: str, end: pd.Timestamp):
    return start, end
"""
START, END, NOW = (datetime(2024, 5, day, 6, 17, tzinfo=UTC) for day in (1, 8, 9))


def test_a_window_is_handed_on_as_it_is_asked_for(
    load_modules: Callable[..., list[ModuleType]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (stages,) = load_modules(SPEC, ("stages",), user=USER, truth=TRUTH)
    monkeypatch.setenv("STATION", "Battery")
    current = stages.load_current(START, END, NOW, "production")
    assert current == (START.date(), END, datetime(2024, 4, 1).date(), "Battery", "production")
    begin, end = stages.load_labels(START, END)
    assert begin == "2024-05-01T06:17:00+00:00"
    assert (end.to_pydatetime(), str(end.tz)) == (END, "UTC")


def test_what_a_monitor_asks_for_makes_no_other_model(load_modules: Callable[..., list[ModuleType]]) -> None:
    (stages,) = load_modules(SPEC, ("stages",), user=USER, truth=TRUTH)
    assert stages.params(NOW) == {"train.weight": 2}
    identity = stages.identity(NOW)
    stages.load_labels(START, END)
    (same,) = load_modules(SPEC, ("stages",), user=USER, truth=TRUTH.replace("return start, end\n", "return end\n"))
    assert same.identity(NOW)["code"] == identity["code"]


def test_a_dataset_may_be_called_labels_too(load_modules: Callable[..., list[ModuleType]]) -> None:
    spec = SPEC.replace("data: {rows:", "data: {labels:").replace("params: {weight: 2}", "inputs: {rows: labels}")
    user = USER.replace("rows, weight", "rows").replace("return weight", "return rows")
    (stages,) = load_modules(spec, ("stages",), user=user, truth=TRUTH)
    assert stages.load_labels() == []
    assert stages.load_labels_(START, END)[0] == "2024-05-01T06:17:00+00:00"
