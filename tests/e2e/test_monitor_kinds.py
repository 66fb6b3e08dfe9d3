"""Monitors of other kinds of model: several classes, numbers, and programs that know nothing of a model."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e

WATCHED = """
monitor:
  window: 1d
  min_rows: 100
  drift:
    inputs: {method: wasserstein, above: 0.3, share: 50%}
    prediction: {method: jensenshannon, above: 0.2}
  latency: {p95: 1s}
  errors: 1%
"""

LOG = """
import json, sys
import numpy as np
import predictor, tracking

endpoint, columns, shift, out = sys.argv[1], json.loads(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
version = tracking.version_at("champion") or tracking.version_of({})
frame = tracking.reference(version, sys.argv[5])[columns].sample(120, random_state=0, replace=True)
rows = [{name: float(value) + shift for name, value in row.items()} for row in frame.to_dict("records")]
learned = predictor.learned(tracking.inputs(version))
answers = getattr(predictor, endpoint)(rows, tracking.load(version), learned)
with open(out, "w") as file:
    for index, (row, answer) in enumerate(zip(rows, answers)):
        line = {"id": str(index), "time": "2024-05-01T10:00:00Z", "endpoint": endpoint, "version": str(version.number)}
        line |= {"status": 200, "latency_ms": 5.0, "error": None, "inputs": row, "prediction": answer}
        file.write(json.dumps(line) + "\\n")
"""


@pytest.fixture
def watched(repository_of: Callable, empty_store: Path, finish: Callable):
    """A project with a monitor and a registered model, and a function that logs requests and looks at them."""

    def build(name: str, endpoint: str, columns: list[str]):
        repository = repository_of(name, ("mlflow", empty_store))
        spec = repository.project / "mlproject.yaml"
        spec.write_text(spec.read_text() + WATCHED)
        assert repository.compile().status == 0
        trained = repository.run()
        assert trained.status == 0, trained.err
        folder = repository.root / ".mlspec/requests" / name
        folder.mkdir(parents=True)

        def look(shift: float):
            paths = os.pathsep.join([str(repository.blocker), str(repository.generated)])
            words = [endpoint, json.dumps(columns), str(shift), str(folder / "a.jsonl"), reference(repository)]
            logged = finish([sys.executable, "-c", LOG, *words], repository.generated, {"PYTHONPATH": paths})
            assert logged.status == 0, logged.err
            command = [sys.executable, str(repository.generated / "monitoring.py"), "--as-of", "2024-05-02"]
            ended = finish(command, repository.root, {"PYTHONPATH": str(repository.blocker)})
            return ended, verdict_of(repository)

        return look

    return build


def reference(repository) -> str:
    return {"iris": "flowers", "houses": "sold"}[repository.name]


def verdict_of(repository) -> dict:
    [file] = (repository.root / ".mlspec/reports").rglob("verdict.json")
    return json.loads(file.read_text())


def test_several_classes(watched) -> None:
    look = watched("iris", "predict", ["sepal length", "sepal width", "petal length", "petal width"])
    ended, verdict = look(0)
    assert ended.status == 0, ended.out + ended.err
    assert verdict["prediction"]["columns"][0]["column"] == "prediction.species"
    ended, verdict = look(3)
    assert ended.status == 3, ended.err
    assert "prediction" in ended.out
    assert not verdict["prediction"]["holds"]


def test_numbers_of_one_of_two_endpoints(watched) -> None:
    look = watched("houses", "price", ["rooms", "area"])
    ended, verdict = look(0)
    assert ended.status == 0, ended.out + ended.err
    assert verdict["prediction"]["columns"][0]["column"] == "prediction.price"
    ended, verdict = look(200)
    assert ended.status == 3, ended.err
    assert verdict["causes"] == ["drift"]


def test_programs_without_any_model(repository_of: Callable, finish: Callable) -> None:
    repository = repository_of("gauges")

    def look(**variables: str):
        command = [sys.executable, str(repository.generated / "monitoring.py"), "--as-of", "2024-05-02"]
        return finish(command, repository.root, {"PYTHONPATH": str(repository.blocker), **variables})

    assert look().status == 0
    assert {one["column"] for one in verdict_of(repository)["inputs"]["columns"]} == {"height", "gauge"}
    risen = look(RISE="2")
    assert risen.status == 3, risen.err
    assert "1 of 2 columns drifted (50%), 50% would be drift: height" in risen.out
    assert look(ROWS="99").status == 4
    broken = look(RISE="much")
    assert broken.status == 1
    assert broken.err.splitlines()[-1].startswith("error: ")  # below what the program itself has told
    assert "nothing here judges" in (repository.generated / "monitoring.py").read_text()
