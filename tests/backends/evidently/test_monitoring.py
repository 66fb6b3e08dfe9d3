"""Whole looks: the verdict, its causes, what is kept and who is told."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import jsonschema
import numpy as np
import pandas as pd
import pytest

pytestmark = pytest.mark.slow

START, END = datetime(2024, 5, 1, tzinfo=UTC), datetime(2024, 5, 3, tzinfo=UTC)
ROWS = 600


class Posts(BaseHTTPRequestHandler):
    """Keeps what it is sent, and answers as it is told to."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, json.loads(body)))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def webhook() -> Iterator[SimpleNamespace]:
    server = HTTPServer(("127.0.0.1", 0), Posts)
    server.got, server.answer = [], 200
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield SimpleNamespace(address=f"http://127.0.0.1:{server.server_port}/hook-s3cret", server=server)
    server.shutdown()
    thread.join()
    server.server_close()


def patients(rows: int = ROWS, seed: int = 0, shift: float = 0) -> pd.DataFrame:
    chance = np.random.default_rng(seed)
    radius = chance.normal(10 + shift, 2, rows)
    return pd.DataFrame(
        {
            "patient": [f"{seed}-{number}" for number in range(rows)],
            "radius": radius,
            "texture": np.where(chance.random(rows) < 0.05, np.nan, chance.normal(0, 1, rows)),
            "lobes": chance.integers(1, 5, rows) + (2 if shift else 0),
            "side": chance.choice(["left", "right"], rows),
            "smokes": chance.random(rows) < 0.3,
            "notes": [" ".join(chance.choice(NOTES, 4)) for _ in range(rows)],
            "benign": (radius < 10 + shift).astype(int),
        }
    )


NOTES = "lump scar pain swelling nodule shadow calcified dense rash itch fluid cyst tender firm mobile fixed".split()


def answers(rows: list[dict], model: Any, learned: Any = None) -> list[dict]:
    return [{"benign": int(row["radius"] < 10), "chance": min(1, max(0, 1.5 - row["radius"] / 10))} for row in rows]


def write_log(folder: Path, frame: pd.DataFrame, version: str = "7", failed: int = 0, **changes: Any) -> None:
    asked = json.loads(frame.drop(columns="benign").to_json(orient="records"))
    answered = answers(asked, None)
    with (folder / f"{version}-{len(frame)}.jsonl").open("w") as file:
        for number, (inputs, prediction) in enumerate(zip(asked, answered, strict=True)):
            time = (START + timedelta(seconds=number)).isoformat()
            line = {"id": str(number), "time": time, "endpoint": "predict", "version": version, "status": 200}
            line |= {"latency_ms": 3.0, "error": None, "inputs": inputs, "prediction": prediction, **changes}
            if number < failed:
                line |= {"status": 400, "error": "validation", "inputs": None, "prediction": None}
            file.write(json.dumps(line) + "\n")


@pytest.fixture
def monitor(module: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SimpleNamespace:
    """The monitor of a version 7 that was trained on the patients of seed 0 and knows all labels."""
    tracking, stages, predictor = module("tracking"), module("stages"), module("predictor")
    version = tracking.Version(7, {"accuracy": 0.95}, "")
    monkeypatch.setattr(tracking, "version_at", lambda alias: version, raising=False)
    monkeypatch.setattr(tracking, "load", lambda version: "model", raising=False)
    monkeypatch.setattr(tracking, "inputs", lambda version: {"side": ["left", "right"]}, raising=False)
    monkeypatch.setattr(tracking, "reference", lambda version, name: patients(), raising=False)
    monkeypatch.setattr(predictor, "predict", answers)
    known = pd.concat([patients(seed=seed, shift=shift) for seed, shift in ((1, 0), (2, 0), (3, 5))])
    monkeypatch.setattr(stages, "load_labels", lambda start, end: known[["patient", "benign"]])
    monkeypatch.setattr(
        stages, "evaluate", lambda rows, model: {"accuracy": float(((rows["radius"] < 10) == rows["benign"]).mean())}
    )
    report = module("monitor_report")
    monkeypatch.setattr(report, "REPORTS", str(tmp_path / "reports"))
    monkeypatch.setenv("EVIDENTLY_URL", str(tmp_path / "workspace"))
    return SimpleNamespace(module=module("monitoring"), report=report, tracking=tracking, stages=stages)


def look(monitor: SimpleNamespace, compiled: Path) -> Any:
    verdict = monitor.module.look(START, END)
    jsonschema.validate(verdict.document, json.loads((compiled / "verdict.schema.json").read_text()))
    assert verdict.status == verdict.document["status"]
    assert list(verdict.causes) == verdict.document["causes"]
    return verdict


def test_requests_like_those_of_the_training_are_stable(
    monitor: SimpleNamespace, compiled: Path, log: Path, tmp_path: Path
) -> None:
    write_log(log, patients(seed=1))
    verdict = look(monitor, compiled)
    assert (verdict.status, verdict.causes) == (0, ()), verdict.text
    assert all(verdict.document[name]["holds"] for name in monitor.report.SECTIONS), verdict.text
    assert verdict.document["performance"]["labels"] == ROWS
    assert verdict.document["rows"] == {
        "found": ROWS,
        "needed": 200,
        "reference": ROWS,
        "compared": ROWS,
        "other_versions": 0,
        "unreadable": 0,
    }
    folder = tmp_path / "reports" / "2024-05-01T000000_2024-05-03T000000"
    assert json.loads((folder / "verdict.json").read_text()) == verdict.document
    assert "<html" in (folder / "report.html").read_text()
    assert "alert" not in verdict.text
    assert "workspace    added" in verdict.text
    assert any((tmp_path / "workspace").iterdir())


def test_requests_of_other_patients_are_drift(
    monitor: SimpleNamespace, compiled: Path, log: Path, webhook: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALERT_ADDRESS", webhook.address)
    write_log(log, patients(seed=3, shift=5))
    verdict = look(monitor, compiled)
    assert verdict.status == 3
    assert verdict.causes == ("drift", "performance")
    assert verdict.document["inputs"]["columns"][0]["drifted"]
    assert not verdict.document["inputs"]["columns"][2]["drifted"]
    assert "verdict      drifted (inputs, prediction, performance)" in verdict.text
    assert "alert        sent" in verdict.text
    [(path, message)] = webhook.server.got
    assert path == "/hook-s3cret"
    assert message["text"].startswith("tumors, version 7, 2024-05-01 00:00 to 2024-05-03 00:00 UTC: drifted (inputs,")
    assert "radius, lobes" in message["text"]


@pytest.mark.parametrize("answer", [500, 404, None])
def test_an_alert_that_fails_is_told_without_its_address_and_changes_nothing(
    monitor: SimpleNamespace,
    compiled: Path,
    log: Path,
    webhook: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
    answer: int | None,
) -> None:
    webhook.server.answer = answer
    address = webhook.address if answer else webhook.address.replace("127.0.0.1", "no-such-host.invalid")
    monkeypatch.setenv("ALERT_ADDRESS", address)
    write_log(log, patients(seed=1), latency_ms=2000)
    verdict = look(monitor, compiled)
    assert (verdict.status, verdict.causes) == (3, ("latency",))
    assert "alert        not sent: " in verdict.text
    assert "s3cret" not in verdict.text


def test_no_address_is_told(monitor: SimpleNamespace, compiled: Path, log: Path) -> None:
    write_log(log, patients(seed=1), latency_ms=2000)
    assert look(monitor, compiled).text.endswith("alert        not sent: ALERT_ADDRESS holds no address")


@pytest.mark.parametrize("rows", [0, 1, 199])
def test_few_requests_say_nothing_and_import_no_evidently(compiled: Path, log: Path, tmp_path: Path, rows: int) -> None:
    write_log(log, patients(rows, seed=1))
    script = (
        (
            "import sys, types; from datetime import *; import tracking, monitor_report\n"
            "tracking.version_at = lambda alias: tracking.Version(7, {}, '')\n"
            f"monitor_report.REPORTS = {str(tmp_path / 'reports')!r}\n"
            "import monitoring\n"
            f"verdict = monitoring.look({START!r}.replace(tzinfo=UTC), {END!r}.replace(tzinfo=UTC))\n"
            "print(verdict.text, 'evidently' in sys.modules); sys.exit(verdict.status)\n"
        )
        .replace("datetime.datetime(", "datetime(")
        .replace("datetime.timezone.utc", "UTC")
    )
    command, variables = [sys.executable, "-c", script], {"REQUEST_LOG": str(log)}
    ran = subprocess.run(command, cwd=compiled, capture_output=True, text=True, env=variables, check=False)
    assert ran.returncode == 4, ran.stderr
    assert f"verdict      too little data ({rows:,} rows in the window, 200 are needed)" in ran.stdout
    assert ran.stdout.rstrip().endswith("False")


def test_a_service_that_answers_nothing_is_a_matter_of_errors(
    monitor: SimpleNamespace, compiled: Path, log: Path
) -> None:
    write_log(log, patients(300, seed=1), failed=300)
    verdict = look(monitor, compiled)
    assert (verdict.status, verdict.causes) == (3, ("errors",))
    assert verdict.document["errors"]["kinds"] == {"validation": 300}


def test_answers_of_other_versions_are_left_out(monitor: SimpleNamespace, compiled: Path, log: Path) -> None:
    write_log(log, patients(seed=1))
    write_log(log, patients(500, seed=2), version="6")
    verdict = look(monitor, compiled)
    assert verdict.status == 0, verdict.text
    assert verdict.document["rows"]["other_versions"] == 500
    assert verdict.document["prediction"]["answers"] == ROWS
    assert verdict.document["performance"]["labels"] == ROWS
    assert "500 answered by other versions, left out of what was answered" in verdict.text


def test_a_version_that_has_only_begun_to_serve_is_not_judged(
    monitor: SimpleNamespace, compiled: Path, log: Path
) -> None:
    write_log(log, patients(seed=1), version="6")
    verdict = look(monitor, compiled)
    assert verdict.status == 0
    assert verdict.document["prediction"] == {
        "holds": None,
        "said": "0 answers of this version, 200 are needed",
    }
    assert verdict.document["performance"]["holds"] is None


def test_columns_that_lost_their_values(monitor: SimpleNamespace, compiled: Path, log: Path) -> None:
    frame = patients(seed=1)
    write_log(log, frame.assign(texture=np.nan).drop(columns="lobes"))
    verdict = look(monitor, compiled)
    assert verdict.causes == ("missing",)
    assert {one["column"] for one in verdict.document["missing"]["columns"] if one["current"] == 1} == {
        "texture",
        "lobes",
    }
    [lobes] = [one for one in verdict.document["inputs"]["columns"] if one["column"] == "lobes"]
    assert (lobes["distance"], lobes["drifted"], lobes["note"]) == (None, True, "no values now")


def test_labels_that_are_not_there_yet(
    monitor: SimpleNamespace, compiled: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitor.stages, "load_labels", lambda start, end: patients(50, seed=1)[["patient", "benign"]])
    write_log(log, patients(seed=1))
    verdict = look(monitor, compiled)
    assert verdict.status == 0
    assert verdict.document["performance"]["said"] == "50 of 600 rows have a label, 200 are needed"


def test_labels_are_asked_for_the_time_that_the_requests_are_about(
    monitor: SimpleNamespace, compiled: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[datetime, datetime]] = []

    def load_labels(start: datetime, end: datetime) -> pd.DataFrame:
        asked.append((start, end))
        return patients(seed=1)[["patient", "benign"]]

    monkeypatch.setattr(monitor.stages, "load_labels", load_labels)
    write_log(log, patients(seed=1).assign(seen="2023-12-24T10:00:00Z"))
    assert look(monitor, compiled).document["performance"]["labels"] == ROWS
    assert asked == [(datetime(2023, 12, 23, tzinfo=UTC), datetime(2023, 12, 26, tzinfo=UTC))]


def test_requests_whose_truth_cannot_be_known_yet_are_not_judged(
    monitor: SimpleNamespace, compiled: Path, log: Path
) -> None:
    write_log(log, patients(seed=1).assign(seen=datetime.now(UTC).isoformat()))
    assert look(monitor, compiled).document["performance"]["said"].startswith("0 of 600 rows have a label")


def test_what_hinders_a_look_is_one_sentence(
    monitor: SimpleNamespace, log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_log(log, patients(seed=1))
    monkeypatch.setattr(sys, "argv", ["monitoring.py", "--from", "2024-05-01", "--to", "2024-05-03"])

    def broken(*_: Any) -> Any:
        raise monitor.tracking.TrackingError("MLflow is away")

    def odd(*_: Any) -> Any:
        raise KeyError("outcome")

    monkeypatch.setattr(monitor.stages, "load_labels", odd)
    assert monitor.module.main() == 1
    told = capsys.readouterr().err
    assert told.startswith("error: KeyError: 'outcome' (")
    assert told.count("\n") == 1
    monkeypatch.setattr(monitor.tracking, "reference", broken)
    assert monitor.module.main() == 1
    assert capsys.readouterr().err == "error: MLflow is away\n"
    monkeypatch.setattr(monitor.tracking, "version_at", lambda alias: None)
    assert monitor.module.main() == 1
    assert capsys.readouterr().err.startswith("error: no version of tumors has the alias champion")


def test_a_window_that_ends_before_it_starts(monitor: SimpleNamespace) -> None:
    with pytest.raises(monitor.module.MonitorError, match="there is no time between"):
        monitor.module.look(END, START)
