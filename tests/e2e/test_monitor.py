"""The monitor of flight-delay over real flights of 2013, scored and logged as its service does."""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import jsonschema
import pytest

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
MONTHS = {"2013-05": 0, "2013-07": 3, "2013-10": 3}

LOG = """
import json, sys
from datetime import date
from pathlib import Path

import stages, predictor, tracking
from flights.data import load

folder, months = Path(sys.argv[1]), sys.argv[2:]
version = tracking.version_at("champion")
model, learned = tracking.load(version), predictor.learned(tracking.inputs(version))
for month in months:
    year, number = map(int, month.split("-"))
    flights = load(date(year, number, 1), date(year, number + 1, 1)).sample(8000, random_state=0)
    rows = json.loads(flights.drop(columns=["late", "time"]).to_json(orient="records"))
    answers = predictor.predict(rows, model, learned)
    with (folder / f"{month}.jsonl").open("w") as file:
        for index, (row, answer, moment) in enumerate(zip(rows, answers, flights["time"])):
            line = {"id": str(index), "time": moment.isoformat(), "endpoint": "predict", "version": str(version.number)}
            line |= {"status": 200, "latency_ms": 5.0, "error": None, "inputs": row, "prediction": answer}
            file.write(json.dumps(line) + "\\n")
"""


@pytest.fixture(scope="module")
def flights(tmp_path_factory: pytest.TempPathFactory, finish: Callable, blocker: Path, empty_store: Path):
    """A repository whose model was trained as of July 2013, and a function that looks at a stretch of its log."""
    root = tmp_path_factory.mktemp("flights") / "repository"
    shutil.copytree(
        ROOT / "specs/flight-delay", root / "specs/flight-delay", ignore=shutil.ignore_patterns("__pycache__")
    )
    (root / "mlspec.toml").touch()
    (root / ".mlspec/requests/flight-delay").mkdir(parents=True)
    shutil.copy(empty_store, root / ".mlspec/mlflow.db")
    surroundings = {"PYTHONPATH": str(blocker)}
    assert finish([sys.executable, "-m", "mlspec.cli.main", "compile"], root, {}).status == 0
    generated = root / "generated/flight-delay"
    trained = finish([sys.executable, str(generated / "run.py"), "--as-of", "2013-07-01"], root, surroundings)
    assert trained.status == 0, trained.err
    logs = str(root / ".mlspec/requests/flight-delay")
    paths = os.pathsep.join([str(blocker), str(generated)])
    logged = finish([sys.executable, "-c", LOG, logs, *MONTHS], generated, {"PYTHONPATH": paths})
    assert logged.status == 0, logged.err

    def look(*arguments: str, **variables: str):
        command = [sys.executable, str(generated / "monitoring.py"), *arguments]
        return finish(command, root.parent, {**surroundings, **variables})

    return root, look


def next_month(month: str) -> str:
    return f"{datetime.fromisoformat(f'{month}-01') + timedelta(days=31):%Y-%m}"


def verdict_of(root: Path, month: str) -> dict:
    [folder] = (root / ".mlspec/reports/flight-delay").glob(f"{month}-01T*")
    assert (folder / "report.html").stat().st_size > 100_000
    verdict = json.loads((folder / "verdict.json").read_text())
    schema = json.loads((root / "generated/flight-delay/verdict.schema.json").read_text())
    jsonschema.validate(verdict, schema)
    return verdict


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_of_real_flights(flights, month: str) -> None:
    root, look = flights
    ended = look("--from", f"{month}-01", "--to", f"{next_month(month)}-01")
    assert ended.status == MONTHS[month], ended.err
    verdict = verdict_of(root, month)
    drifted = {one["column"] for one in verdict["inputs"]["columns"] if one["drifted"]}
    accuracy = verdict["performance"]["metrics"]["roc_auc"]
    if month == "2013-05":
        assert verdict["verdict"] == "stable"
        assert verdict["performance"]["holds"]
    elif month == "2013-07":
        assert verdict["causes"] == ["drift"]
        assert drifted == {"temp", "humid", "wind_speed"}
        assert verdict["performance"]["holds"]
    else:
        assert verdict["causes"] == ["performance"]
        assert verdict["inputs"]["holds"]
        assert accuracy < 0.70
    assert verdict["latency"]["holds"]
    assert verdict["rows"]["compared"] > 7000
    assert re.search(r"^temp +psi +\d", ended.out, re.MULTILINE)


def test_a_look_as_of_a_day_takes_the_window_before_it(flights) -> None:
    _, look = flights
    ended = look("--as-of", "2013-06-01")
    assert ended.status == 0, ended.err
    assert "2013-05-02 00:00 to 2013-06-01 00:00 UTC" in ended.out


def test_nothing_was_asked_in_this_window(flights) -> None:
    _, look = flights
    ended = look("--as-of", "2012-01-01")
    assert ended.status == 4
    assert "too little data (0 rows in the window, 2,000 are needed)" in ended.out


def test_an_alias_that_names_nothing(flights) -> None:
    _, look = flights
    ended = look(MODEL_ALIAS="nobody")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == "error: no version of flight-delay has the alias nobody: there is nothing to judge\n"


def test_a_store_that_is_away(flights) -> None:
    _, look = flights
    ended = look(MLFLOW_TRACKING_URI="http://127.0.0.1:9", MLFLOW_HTTP_REQUEST_MAX_RETRIES="0")
    assert ended.status == 1
    assert ended.err.startswith("error: MLflow at http://127.0.0.1:9 could not look up an alias")
    assert "Traceback" not in ended.err


def test_reports_that_cannot_be_kept(flights) -> None:
    root, look = flights
    place = root / ".mlspec/reports"
    kept = place.rename(root / ".mlspec/kept") if place.exists() else None
    place.write_text("a file in its place")
    ended = look("--as-of", "2012-01-01")
    place.unlink()
    if kept is not None:
        kept.rename(place)
    assert ended.status == 1
    assert ended.err.startswith(("error: FileExistsError", "error: NotADirectoryError"))
    assert ended.err.count("\n") == 1


def test_wrong_usage(flights) -> None:
    assert flights[1]("--from", "someday").status == 2
