"""Services of other kinds of model: several classes answered together, numbers on several workers, programs' files."""

import json
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e

FLOWER = {"sepal length": 5.1, "sepal width": 3.5, "petal length": 1.4, "petal width": 0.2}


@pytest.fixture
def built(repository_of: Callable[..., object], empty_store: Path) -> Callable[[str], object]:
    """A project with a registered model."""

    def build(name: str):
        repository = repository_of(name, ("mlflow", empty_store))
        finished = repository.run()
        assert finished.status == 0, finished.err
        return repository

    return build


def test_several_classes_answered_together(built, start_service) -> None:
    repository = built("iris")
    with start_service(repository) as service:
        answer = service.ask("/predict", FLOWER)
        assert answer.status == 200
        assert answer.json["species"] == "setosa"
        assert answer.json["probabilities"].keys() == {"setosa", "versicolor", "virginica"}
        assert sum(answer.json["probabilities"].values()) == pytest.approx(1)
        lengths = [1 + number / 40 for number in range(200)]
        with ThreadPoolExecutor(50) as pool:
            answers = list(pool.map(lambda one: service.ask("/predict", {**FLOWER, "petal length": one}), lengths))
        assert {answer.status for answer in answers} == {200}
        again = [service.ask("/predict", {**FLOWER, "petal length": one}).json for one in lengths[::40]]
        for together, alone in zip([answer.json for answer in answers[::40]], again, strict=True):
            assert together["species"] == alone["species"]
            assert together["probabilities"] == pytest.approx(alone["probabilities"])
        missing = service.ask("/predict", {name: FLOWER[name] for name in FLOWER if name != "petal width"})
        assert [fault["loc"] for fault in missing.json["detail"]] == [["petal width"]]
    folder = repository.root / ".mlspec/requests/iris"
    lines = [json.loads(line) for file in folder.glob("*.jsonl") for line in file.read_text().splitlines()]
    assert lines[0]["inputs"] == FLOWER


def test_numbers_from_two_workers_and_two_endpoints(built, start_service, finish) -> None:
    repository = built("houses")
    with start_service(repository) as service:
        price = service.ask("/price", {"rooms": 3, "area": 100.0})
        assert price.json["price"] == pytest.approx(126_500, rel=0.01)
        offer = service.ask("/offer", {"area": 100.0, "name": "Ann"})
        assert (offer.status, offer.body) == (200, "Dear Ann, 115000 EUR")
        _count_over_all_workers(service)
        _keep_the_version_when_the_alias_moves(repository, service, finish)
        with ThreadPoolExecutor(60) as pool:  # at most 8 at once in each of the workers
            letters = list(pool.map(lambda _: service.ask("/offer", {"area": 1.0, "name": "B"}), range(60)))
        assert {answer.status for answer in letters} == {200, 429}
        refused = next(answer for answer in letters if answer.status == 429)
        assert refused.headers["x-model-version"] == "1"
        overloaded = service.metric('service_errors_total{endpoint="offer",kind="overload",version="1"}')
        assert overloaded == sum(answer.status == 429 for answer in letters)
        assert service.stop() == 0


def _count_over_all_workers(service) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: service.ask("/price", {"rooms": 3, "area": 100.0}), range(100)))
    assert {answer.status for answer in answers} == {200}
    for _ in range(4):
        assert service.metric('service_predictions_total{endpoint="price",version="1"}') == 101


def _keep_the_version_when_the_alias_moves(repository, service, finish) -> None:
    """A worker that is started anew serves what the others serve."""
    finished = repository.run("--force")
    assert finished.status == 0, finished.err
    assert "version 2" in finished.out
    workers = finish(["pgrep", "-P", str(service.process.pid)], Path("/"), {}).out.split()
    assert len(workers) == 2
    os.kill(int(workers[0]), signal.SIGKILL)
    time.sleep(1)
    deadline = time.monotonic() + 90
    while len([line for line in service.said() if "initialized" in line.get("message", "")]) < 3:
        assert time.monotonic() < deadline
    versions = {service.ask("/price", {"rooms": 3, "area": 1.0}).headers["x-model-version"] for _ in range(20)}
    assert versions == {"1"}


def test_files_that_a_program_made(built, start_service) -> None:
    repository = built("line")
    with start_service(repository) as service:
        assert service.ask("/predict", {"x": 4}).json == {"y": 10.0}
        assert service.ask("/predict", {"x": "4"}).status == 400
        assert service.ask("/readyz").status == service.ask("/livez").status == 200
