"""Plain rows become what a model has learned, and whatever comes back becomes plain answers."""

import asyncio
from collections.abc import Callable
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

HEAD = """
mlspec: 1
name: answering
tracking: {mlflow: {}}
runtime: {source: [src]}
"""
TRIPS = """
data:
  trips:
    run: user:load
    columns:
      key:   {type: string, role: id}
      hour:  {type: integer}
      fare:  {type: number, nullable: true}
      zone:  {type: category}
      day:   {type: timestamp, nullable: true}
      note:  {type: text, nullable: true}
      kind:  {type: string, values: [a, b], role: target}
predicts: {column: kind, kind: binary, positive: b}
train: {run: user:train}
register: {flavor: sklearn}
"""
USER = """
from typing import NamedTuple

import numpy as np
import pandas as pd

seen = []

class Sure(NamedTuple):
    kind: str
    sure: float

def load(): ...
def train(trips): ...

def predict(rows, model):
    seen.append(rows)
    return model(rows)

async def one(hour, model, place, fare=2.5):
    seen.append((hour, fare, model, place))
    return Sure("a", np.float64(0.5))
"""
ROW = {"key": "k", "hour": 3, "fare": 1.5, "zone": "north", "day": "2020-01-02T00:00:00+00:00", "note": "x"}

Load = Callable[..., list[ModuleType]]


@pytest.fixture
def load(load_modules: Load) -> Load:
    """Compile a spec with this `deploy`; gives the predictor and, where it imports that, the user's module."""

    def loaded(deploy: str, data: str = TRIPS, *, imported: bool = True) -> list[ModuleType]:
        names = ("predictor", "user") if imported else ("predictor",)
        return load_modules(f"{HEAD}{data}\ndeploy: {deploy}\n", names, user=USER)

    return loaded


ROWS = "{bentoml: {}, predict: 'user:predict', request: trips, response: {kind: {type: string}}, target: process}"


def test_the_frame_is_as_the_model_has_learned_it(load) -> None:
    predictor, user = load(ROWS)
    learned = predictor.learned({"zone": ["north", "south"], "fare": None, "hour": None})
    unknown = {**ROW, "fare": None, "zone": "moon", "day": None}
    predictor.predict([ROW, unknown], lambda rows: ["a"] * len(rows), learned)
    [frame] = user.seen
    assert list(frame.columns) == ["zone", "fare", "hour", "day", "note"]
    assert frame["zone"].dtype == pd.CategoricalDtype(["north", "south"])
    assert frame["zone"].isna().tolist() == [False, True]
    assert frame["hour"].dtype == frame["fare"].dtype == np.float64
    assert frame["fare"].isna().tolist() == [False, True]
    assert str(frame["day"].dt.tz) == "UTC"
    assert predictor.unknown([ROW, unknown, {"zone": None}], learned) == [[], ["zone"], []]


def test_without_what_was_learned_the_order_is_the_declared_one(load) -> None:
    predictor, user = load(ROWS)
    predictor.predict([ROW], lambda rows: ["a"])
    assert list(user.seen[0].columns) == ["hour", "fare", "zone", "day", "note"]
    assert user.seen[0]["zone"].tolist() == ["north"]


@pytest.mark.parametrize(
    "answer",
    [
        pd.DataFrame({"kind": ["a", "b"]}, index=[7, 8]),
        {"kind": ["a", "b"]},
        np.array(["a", "b"]),
        pd.Series(["a", "b"]),
        ["a", "b"],
        [{"kind": "a"}, {"kind": "b"}],
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_whatever_comes_back_becomes_plain_answers(load, answer) -> None:
    predictor, _ = load(ROWS)
    assert predictor.predict([ROW, ROW], lambda _: answer) == [{"kind": "a"}, {"kind": "b"}]


def test_numbers_come_back_as_those_of_python(load) -> None:
    predictor, _ = load(ROWS)
    [one] = predictor.predict([ROW], lambda _: pd.DataFrame({"kind": np.array([1], dtype="int64")}))
    assert type(one["kind"]) is int
    [other] = predictor.predict([ROW], lambda _: [{"kind": np.float64(0.5)}])
    assert type(other["kind"]) is float


def test_too_few_answers_are_a_fault(load) -> None:
    predictor, _ = load(ROWS)
    with pytest.raises(ValueError, match="2 rows were asked, and 1 answers came"):
        predictor.predict([ROW, ROW], lambda _: ["a"])


def test_a_function_that_takes_fields_is_asked_row_by_row(load) -> None:
    fields = "{hour: {type: integer}, fare: {type: number, default: 1.0}}"
    deploy = f"{{bentoml: {{}}, predict: 'user:one', request: {fields}, params: {{place: here}}, target: process}}"
    predictor, user = load(deploy)
    answers = asyncio.run(predictor.predict([{"hour": 1}, {"hour": 2, "fare": 9.0}], "model"))
    assert user.seen == [(1, 1.0, "model", "here"), (2, 9.0, "model", "here")]
    assert answers == [{"kind": "a", "sure": 0.5}] * 2
    assert type(answers[0]["sure"]) is float


class Classifier:
    classes_ = np.array(["a", "b"])

    def predict(self, frame: pd.DataFrame) -> np.ndarray:
        return np.array(["b"] * len(frame))

    def predict_proba(self, frame: pd.DataFrame) -> np.ndarray:
        return np.array([[0.25, 0.75]] * len(frame))


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        ("{kind: {type: string}}", {"kind": "b"}),
        ("{kind: {type: string}, probability: {type: number}}", {"kind": "b", "probability": 0.75}),
        ("{kind: {type: string}, probabilities: {type: map}}", {"kind": "b", "probabilities": {"a": 0.25, "b": 0.75}}),
        ("", {"prediction": "b"}),
    ],
)
def test_a_model_answers_by_itself(load, response, answer) -> None:
    said = f", response: {response}" if response else ""
    [predictor] = load(f"{{bentoml: {{}}, request: trips{said}, target: process}}", imported=False)
    assert predictor.predict([ROW, ROW], Classifier()) == [answer, answer]


def test_rows_whose_columns_nobody_declares(load) -> None:
    predictor, user = load(
        "{bentoml: {}, predict: 'user:predict', target: process}",
        "data: {trips: {run: 'user:load'}}\ntrain: {run: 'user:train'}\nregister: {flavor: pyfunc}",
    )
    predictor.predict([{"a": 1, "b": "x"}, {"a": None, "b": "y"}], lambda rows: [0] * len(rows))
    assert user.seen[0]["a"].dtype == np.float64
    assert user.seen[0]["b"].tolist() == ["x", "y"]
