"""A classifier's service: right and wrong requests, limits, logs, metrics, and how it starts and ends."""

import json
import os
import shutil
import signal
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e

PARCEL = {"hour": 18, "weight": 20.5, "carrier": "bike", "city": "city-3", "wind": 12.0}
SLOW, BROKEN, IMPOSSIBLE = 1001.0, 1002.0, 1003.0  # weights that the project's own predict takes for signs


@pytest.fixture(scope="module")
def repository(repository_of: Callable[..., object], empty_store: Path):
    """The project with a registered model."""
    repository = repository_of("deliveries", ("mlflow", empty_store))
    finished = repository.run("--as-of", "2025-03-01")
    assert finished.status == 0, finished.err
    return repository


@pytest.fixture(scope="module")
def service(repository, start_service):
    with start_service(repository, REQUEST_LOG=str(repository.root / "asked")) as service:
        yield service


def logged(folder: Path) -> list[dict]:
    """All lines of a log; fails where one is not whole."""
    time.sleep(0.6)
    return [json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in file.read_text().splitlines()]


def test_an_answer_has_what_the_spec_says(service) -> None:
    answer = service.ask("/predict", {**PARCEL, "parcel": "p1", "sent": "2025-02-28T10:00:00Z"}, x_request_id="mine")
    assert answer.status == 200
    assert answer.json["late"] == 1
    assert 0.5 <= answer.json["probability"] <= 1
    assert answer.json["unknown"] == []
    assert answer.headers["x-model-version"] == "1"
    assert answer.headers["x-request-id"] == "mine"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"hour": "18"}, "hour"),
        ({"hour": 18.5}, "hour"),
        ({"hour": 24}, "hour"),
        ({"hour": True}, "hour"),
        ({"weight": -1}, "weight"),
        ({"weight": None}, "weight"),
        ({"weight": "heavy"}, "weight"),
        ({"weight": float("nan")}, "weight"),
        ({"weight": float("inf")}, "weight"),
        ({"carrier": "plane"}, "carrier"),
        ({"city": 1.5}, "city"),
        ({"wind": []}, "wind"),
        ({"sent": "yesterday"}, "sent"),
        ({"surplus": 1}, "surplus"),
    ],
)
def test_a_wrong_field_is_named(service, change, field) -> None:
    answer = service.ask("/predict", {**PARCEL, **change})
    assert answer.status == 400
    assert {fault["loc"][0] for fault in answer.json["detail"]} == {field}
    assert answer.headers["x-model-version"] == "1"


@pytest.mark.parametrize("body", ["{", "", "[]", "null", "\x00", '{"hour": 1e999}', b"\xff\xfe"])
def test_what_is_no_request_is_refused(service, body) -> None:
    assert service.ask("/predict", body).status == 400


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/vnd.bentoml+pickle", "text/plain"])
def test_a_request_is_json(service, kind) -> None:
    answer = service.ask("/predict", json.dumps(PARCEL), content_type=kind)
    assert answer.status == 415
    assert answer.json == {"error": f"a request is application/json, not {kind}"}
    assert service.ask("/predict", PARCEL, content_type="Application/JSON; charset=utf-8").status == 200


def test_a_missing_field_is_named_and_a_nullable_one_may_be_missing(service) -> None:
    answer = service.ask("/predict", {name: value for name, value in PARCEL.items() if name not in ("weight", "wind")})
    assert [fault["loc"] for fault in answer.json["detail"]] == [["weight"]]
    assert service.ask("/predict", {name: value for name, value in PARCEL.items() if name != "wind"}).status == 200
    assert service.ask("/predict", {**PARCEL, "wind": None}).status == 200
    assert service.ask("/predict", {**PARCEL, "hour": 18.0}).status == 200


def test_a_category_that_the_model_has_not_learned_is_answered_as_missing(service) -> None:
    before = service.metric('service_unknown_categories_total{column="city",endpoint="predict"}')
    unknown, missing = (service.ask("/predict", {**PARCEL, "city": city}) for city in ("Atlantis", "city-99"))
    assert unknown.status == 200
    assert unknown.json["unknown"] == ["city"]
    assert unknown.json["probability"] == missing.json["probability"]
    assert service.metric('service_unknown_categories_total{column="city",endpoint="predict"}') == before + 2
    assert service.ask("/predict", {**PARCEL, "city": "city-19"}).json["unknown"] == []  # one row of the data has it


def test_no_fault_of_a_client_leaves_a_traceback(service) -> None:
    service.ask("/predict", {**PARCEL, "carrier": "plane"}, x_request_id="traced")
    [line] = [line for line in service.said() if line.get("id") == "traced"] or [{}]
    assert "Traceback" not in service.log.read_text().partition("ZeroDivisionError")[0].partition("AnswerError")[0]
    assert line == {} or (line["error"], line["version"]) == ("validation", "1")


def test_a_fault_of_the_model_is_told_to_those_who_run_it_alone(service) -> None:
    answer = service.ask("/predict", {**PARCEL, "weight": BROKEN}, x_request_id="broken")
    assert answer.status == 500
    assert answer.headers["x-model-version"] == "1"
    assert "ZeroDivisionError" not in answer.body
    [line] = [line for line in service.said() if line.get("id") == "broken"]
    assert (line["error"], line["detail"]) == ("internal", "ZeroDivisionError: a parcel of no weight")
    assert any("a parcel of no weight" in line.get("traceback", "") for line in service.said())


def test_an_answer_that_is_not_as_declared_is_no_fault_of_the_client(service) -> None:
    answer = service.ask("/predict", {**PARCEL, "weight": IMPOSSIBLE}, x_request_id="impossible")
    assert answer.status == 500
    [line] = [line for line in service.said() if line.get("id") == "impossible"]
    assert "the answer is not as declared: probability" in line["detail"]


def test_a_body_that_is_too_large_is_not_read(service) -> None:
    assert service.ask("/predict", {**PARCEL, "city": "x" * 1_100_000}).status == 413
    pieces = (b" " * 100_000 for _ in range(12))
    assert service.ask("/predict", b"".join(pieces)).status == 413


def test_a_model_that_takes_too_long_and_a_client_that_does(service) -> None:
    begun = time.monotonic()
    answer = service.ask("/predict", {**PARCEL, "weight": SLOW})
    assert (answer.status, answer.headers["x-model-version"]) == (504, "1")
    assert 4.9 <= time.monotonic() - begun < 6.5
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as client:
        client.sendall(
            b"POST /predict HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{"
        )
        assert client.recv(100).startswith(b"HTTP/1.1 408 ")
    time.sleep(2.5)
    assert service.ask("/predict", PARCEL).status == 200


def test_two_hundred_requests_at_once_are_all_answered(service) -> None:
    with ThreadPoolExecutor(200) as pool:
        answers = list(
            pool.map(lambda number: service.ask("/predict", {**PARCEL, "parcel": f"many {number}"}), range(200))
        )
    refused = [answer for answer in answers if answer.status != 200]
    assert all(answer.status == 504 for answer in refused)  # this machine may be too slow for all of them in time
    assert len(refused) < 100


def test_metrics_count_what_was_asked(service) -> None:
    labels = '{endpoint="predict",version="1"}'
    answered, asked = (
        service.metric(name + labels) for name in ("service_predictions_total", "service_latency_seconds_count")
    )
    refused = service.metric("service_errors_total{")
    service.ask("/predict", PARCEL)
    service.ask("/predict", {})
    assert service.metric(f"service_predictions_total{labels}") == answered + 1
    assert service.metric(f"service_latency_seconds_count{labels}") == asked + 2
    assert service.metric("service_errors_total{") == refused + 1
    for kind in ("validation", "timeout", "internal"):
        assert service.metric(f'service_errors_total{{endpoint="predict",kind="{kind}",version="1"}}') > 0
    text = service.ask("/metrics").body
    for bound in ("0.05", "0.4"):  # the limits of the spec
        assert f'le="{bound}"' in text


def test_every_request_is_logged_for_the_monitor(service, repository) -> None:
    service.ask("/predict", {**PARCEL, "parcel": "of the log"}, x_request_id="of the log")
    service.ask("/predict", {**PARCEL, "hour": 99}, x_request_id="wrong")
    lines = {line["id"]: line for line in logged(repository.root / "asked")}
    line = lines["of the log"]
    assert line.keys() == {
        "id", "time", "endpoint", "version", "status", "latency_ms", "error", "inputs", "prediction"
    }  # fmt: skip
    assert (line["endpoint"], line["version"], line["status"], line["error"]) == ("predict", "1", 200, None)
    assert line["inputs"] == {"parcel": "of the log", "sent": None, **PARCEL}
    assert line["prediction"].keys() == {"probability", "late"}
    assert line["time"].endswith("+00:00")
    wrong = lines["wrong"]
    assert (wrong["status"], wrong["error"], wrong["inputs"], wrong["prediction"]) == (400, "validation", None, None)


def test_a_log_whose_folder_goes_away_goes_on(service, repository) -> None:
    shutil.rmtree(repository.root / "asked")
    service.ask("/predict", PARCEL, x_request_id="again")
    assert "again" in {line["id"] for line in logged(repository.root / "asked")}


def test_rows_of_the_dataset_are_sent(service, repository, finish) -> None:
    command = [os.sys.executable, str(repository.generated / "service/replay.py")]
    variables = {"PYTHONPATH": str(repository.blocker)}
    url = f"http://127.0.0.1:{service.port}"
    sent = finish([*command, "--url", url, "--as-of", "2025-03-01", "--rows", "40"], Path("/"), variables)
    assert sent.status == 0, sent.err
    for part in ("status  200: 40", "latency p50 ", "p99 ", "from    ", "to      ", '"parcel": "parcel '):
        assert part in sent.out
    again = finish([*command, "--url", url, "--as-of", "2025-03-01", "--rows", "40"], Path("/"), variables)
    assert again.out.splitlines()[0] == sent.out.splitlines()[0]
    nobody = finish([*command, "--url", "http://127.0.0.1:9", "--as-of", "2025-03-01"], Path("/"), variables)
    assert (nobody.status, nobody.out) == (1, "")
    assert nobody.err.startswith("error: nobody answers at http://127.0.0.1:9")
    assert "Traceback" not in nobody.err


def test_kill_minus_nine_leaves_whole_lines_and_term_loses_none(repository, start_service) -> None:
    folder = repository.root / "ended"
    with start_service(repository, REQUEST_LOG=str(folder)) as service:
        for number in range(20):
            assert service.ask("/predict", PARCEL, x_request_id=f"kept {number}").status == 200
        assert {f"kept {number}" for number in range(20)} == {line["id"] for line in logged(folder)}
        os.killpg(service.process.pid, signal.SIGKILL)
        service.process.wait(timeout=10)
    assert len(logged(folder)) == 20
    with start_service(repository, REQUEST_LOG=str(folder)) as service:
        service.ask("/predict", PARCEL, x_request_id="the last")
        assert service.stop() == 0
        assert "Traceback" not in service.log.read_text()
    assert "the last" in {line["id"] for line in logged(folder)}


def test_a_log_that_cannot_be_written_breaks_no_answer(repository, start_service) -> None:
    """`/dev/full` stands for a full disk; a file in the folder's place for one that nobody may write to."""
    (repository.root / "no-folder").write_text("")
    with start_service(repository, REQUEST_LOG=str(repository.root / "no-folder")) as service:
        assert all(service.ask("/predict", PARCEL).status == 200 for _ in range(30))
        time.sleep(0.6)
        assert service.metric('service_request_log_lines_total{result="dropped"}') == 30
        assert len([line for line in service.said() if "request log" in line.get("message", "")]) == 1


def test_a_service_that_cannot_start_says_why_in_a_sentence(repository, finish) -> None:
    command = [os.sys.executable, str(repository.generated / "service/serve.py")]
    variables = {"PYTHONPATH": str(repository.blocker)}
    nobody = finish(command, Path("/"), {**variables, "MODEL_ALIAS": "nobody", "PORT": "0"})
    assert nobody.status == 1
    expected = "error: no version of deliveries has the alias nobody: `python generated/deliveries/run.py` makes one\n"
    assert nobody.err.endswith(expected)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = finish([*command, "--port", port], Path("/"), variables)
    assert refused.status == 1
    assert refused.err.startswith(f"error: 127.0.0.1:{port} cannot be listened at (Address already in use)")
    assert refused.err.count("\n") == 1


def test_a_model_whose_files_are_gone_ends_the_service(repository, tmp_path, finish) -> None:
    copy = repository.copied_to(tmp_path / "repository")
    command = [os.sys.executable, str(copy.generated / "service/serve.py"), "--port", "39999"]
    ended = finish(command, Path("/"), {"PYTHONPATH": str(copy.blocker), "MODEL_VERSION": "77"})
    assert ended.status == 1
    assert "error: version 77 cannot be loaded: MLflow at " in ended.err
    assert "Traceback" not in ended.err + ended.out
