"""Reading a request log: what is counted, what is drawn, and what is no request."""

import gzip
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

START, END = datetime(2024, 5, 1, tzinfo=UTC), datetime(2024, 5, 3, tzinfo=UTC)
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def reader(module: Callable[[str], ModuleType], log: Path) -> ModuleType:
    return module("monitor_log")


def line(time: datetime = NOON, **fields: Any) -> str:
    request = {
        "id": "a",
        "time": time.isoformat().replace("+00:00", "Z"),
        "endpoint": "predict",
        "version": "4",
        "status": 200,
        "latency_ms": 2.5,
        "error": None,
        "inputs": {"radius": 1, "side": "left"},
        "prediction": {"benign": 1, "chance": 0.75},
    }
    return json.dumps({**request, **fields}) + "\n"


def failed(status: int, error: str | None) -> str:
    return line(status=status, error=error, inputs=None, prediction=None, latency_ms=1)


def test_no_folder_is_an_empty_log(module: Callable[[str], ModuleType]) -> None:
    requests = module("monitor_log").read(START, END)
    assert (requests.total, requests.answered.total(), len(requests.inputs)) == (0, 0, 0)


def test_requests_are_counted_by_error_and_by_version(reader: ModuleType, log: Path) -> None:
    lines = [line(), line(version="5"), line(), failed(400, "validation"), failed(503, None), failed(400, "validation")]
    (log / "a.jsonl").write_text("".join(lines))
    requests = reader.read(START, END)
    assert requests.total == 6
    assert requests.errors == {"validation": 2, "503": 1}
    assert requests.answered == {"4": 2, "5": 1}
    assert list(requests.logged["version"]) == ["4", "5", "4"]
    assert requests.inputs.to_dict("list") == {"radius": [1, 1, 1], "side": ["left"] * 3}
    assert requests.prediction.to_dict("list") == {"benign": [1, 1, 1], "chance": [0.75] * 3}
    assert sorted(requests.latency_ms) == [1, 1, 1, 2.5, 2.5, 2.5]


def test_the_window_holds_its_start_and_not_its_end(reader: ModuleType, log: Path) -> None:
    moment = timedelta(microseconds=1)
    times = [START - moment, START, NOON.astimezone(), END - moment, END]
    (log / "a.jsonl").write_text("".join(line(time) for time in times))
    assert reader.read(START, END).total == 3


def test_rows_come_in_the_order_of_time_from_all_files(reader: ModuleType, log: Path) -> None:
    for number, name in enumerate(("b.jsonl", "2024/a.jsonl", "c.jsonl.gz")):
        (log / name).parent.mkdir(exist_ok=True)
        text = line(NOON - timedelta(hours=number), inputs={"radius": number}).encode()
        (log / name).write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    assert list(reader.read(START, END).inputs["radius"]) == [2, 1, 0]


@pytest.mark.parametrize("end", ["", "\n", "\n\n \n"])
def test_a_torn_last_line_is_told_and_takes_no_other_with_it(reader: ModuleType, log: Path, end: str) -> None:
    (log / "a.jsonl").write_text(line() * 3 + line()[:-20] + end)
    requests = reader.read(START, END)
    assert (requests.total, requests.unreadable) == (3, 1)


@pytest.mark.parametrize(
    "wrong", ["no JSON", "[1, 2]", "7", '"text"', "null", "{}", '{"time": "yesterday"}', '{"time": 5}', "\x00\x00"]
)
def test_lines_that_are_no_requests(reader: ModuleType, log: Path, wrong: str) -> None:
    (log / "a.jsonl").write_text(f"{line()}{wrong}\n{line()}")
    requests = reader.read(START, END)
    assert (requests.total, requests.unreadable, len(requests.inputs)) == (2, 1, 2)


def test_bytes_that_are_no_text(reader: ModuleType, log: Path) -> None:
    (log / "a.jsonl").write_bytes(line().encode() + b'{"time": "\xff\xfe"}\n' + line().encode())
    assert reader.read(START, END).total == 2
    (log / "a.jsonl").write_bytes(line().encode() + line(inputs={"side": "?"}).encode().replace(b"?", b"\xff"))
    assert reader.read(START, END).inputs["side"].isna().tolist() == [False, True]


def test_fields_of_other_types_than_expected(reader: ModuleType, log: Path) -> None:
    odd = line(version=4, status="500", latency_ms="slow", error={"kind": "odd"}, inputs=None, prediction=None)
    (log / "a.jsonl").write_text(line(version=4) + odd + line(version=None, inputs={"side": None, "lobes": [1]}))
    requests = reader.read(START, END)
    assert requests.total == 3
    assert requests.answered == {"4": 1, "": 1}
    assert requests.errors.total() == 1
    assert list(requests.inputs.columns) == ["radius", "side", "lobes"]


def test_other_endpoints_count_among_the_requests_alone(reader: ModuleType, log: Path) -> None:
    (log / "a.jsonl").write_text(line() + line(endpoint="explain", inputs={"why": 1}))
    requests = reader.read(START, END)
    assert (requests.total, requests.answered.total()) == (2, 1)
    assert list(requests.inputs) == ["radius", "side"]


def test_a_sample_is_drawn_over_the_whole_window_and_always_the_same(
    reader: ModuleType, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = [START + timedelta(minutes=minute) for minute in range(2000)]
    (log / "a.jsonl").write_text("".join(line(time, inputs={"radius": n}) for n, time in enumerate(times)))
    monkeypatch.setattr(reader, "SAMPLE", 200)
    monkeypatch.setattr(reader, "BLOCK", 10_000)
    first, second = reader.read(START, END), reader.read(START, END)
    drawn = list(first.inputs["radius"])
    assert first.answered.total() == 2000
    assert first.inputs.equals(second.inputs)
    assert len(drawn) == 200
    assert drawn == sorted(drawn)
    assert 800 < sum(drawn) / 200 < 1200


def test_files_that_were_last_written_before_the_window_are_not_read(reader: ModuleType, log: Path) -> None:
    file = log / "old.jsonl"
    file.write_text(line())
    os.utime(file, (START.timestamp() - 1, START.timestamp() - 1))
    assert reader.read(START, END).total == 0
