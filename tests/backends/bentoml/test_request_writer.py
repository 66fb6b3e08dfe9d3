"""The request log under what disks do: full, slow, gone, shared; lines are whole, and what is lost is counted."""

import importlib
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from prometheus_client import REGISTRY

CASE = Path(__file__).parent / "cases/files-and-their-loader"


@pytest.fixture(scope="module")
def writer() -> Iterator[ModuleType]:
    folder = str(CASE / "expected/service")
    sys.path.insert(0, folder)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    yield importlib.import_module("request_writer")
    sys.dont_write_bytecode = before
    sys.path.remove(folder)
    module = sys.modules.pop("request_writer")
    REGISTRY.unregister(module.LINES)


def counted(result: str) -> float:
    return REGISTRY.get_sample_value("service_request_log_lines_total", {"result": result}) or 0.0


def lines(folder: Path) -> list[int]:
    return [json.loads(line)["id"] for file in sorted(folder.glob("*")) for line in file.read_text().splitlines()]


def filled(log: object, numbers: range) -> None:
    for number in numbers:
        log.add({"id": number})


def test_lines_are_written_in_order_and_parts_are_small(writer, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(writer, "PART_BYTES", 100)
    monkeypatch.setattr(writer, "GATHERED_FOR", 0.01)
    log = writer.RequestLog(tmp_path)
    for start in range(0, 100, 10):
        filled(log, range(start, start + 10))
        time.sleep(0.03)
    log.close()
    assert sorted(lines(tmp_path)) == list(range(100))
    assert len(list(tmp_path.iterdir())) > 2


def test_nothing_waits_for_a_slow_disk_and_what_is_too_much_is_dropped(writer, tmp_path, monkeypatch) -> None:
    open_again = threading.Event()
    write = os.write
    monkeypatch.setattr(writer, "WAITING", 50)
    monkeypatch.setattr(os, "write", lambda file, text: open_again.wait(10) and write(file, text))
    dropped = counted("dropped")
    log = writer.RequestLog(tmp_path)
    begun = time.monotonic()
    filled(log, range(1000))
    time.sleep(0.2)
    filled(log, range(1000, 2000))
    assert time.monotonic() - begun < 2
    open_again.set()
    log.close()
    assert len(lines(tmp_path)) + counted("dropped") - dropped == 2000


def test_a_full_disk_leaves_whole_lines_and_is_told_once(writer, tmp_path, monkeypatch, capsys) -> None:
    write, room = os.write, [37]

    def full(file: int, text: bytes) -> int:
        taken = min(len(text), room[0])
        if not taken:
            raise OSError(28, "No space left on device")
        room[0] -= taken
        return write(file, text[:taken])

    monkeypatch.setattr(os, "write", full)
    monkeypatch.setattr(writer, "GATHERED_FOR", 0.01)
    dropped, written = counted("dropped"), counted("written")
    log = writer.RequestLog(tmp_path)
    for number in range(20):
        log.add({"id": number})
        time.sleep(0.03)
    room[0] = 10_000
    log.add({"id": 99})
    log.close()
    found = lines(tmp_path)
    assert found[-1] == 99
    assert counted("written") - written == len(found)
    assert counted("dropped") - dropped == 21 - len(found) > 10
    assert capsys.readouterr().err.count("No space left on device") == 1


def test_a_folder_that_goes_away_is_made_again(writer, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(writer, "GATHERED_FOR", 0.01)
    folder = tmp_path / "log"
    log = writer.RequestLog(folder)
    log.add({"id": 1})
    time.sleep(0.2)
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    log.add({"id": 2})
    log.close()
    assert lines(folder) == [2]


def test_two_logs_share_a_folder(writer, tmp_path) -> None:
    logs = [writer.RequestLog(tmp_path) for _ in range(2)]
    filled(logs[0], range(50))
    filled(logs[1], range(50, 100))
    for log in logs:
        log.close()
    assert sorted(lines(tmp_path)) == list(range(100))
    assert len(list(tmp_path.iterdir())) == 2


def test_old_files_are_taken_out_and_others_stay(writer, tmp_path) -> None:
    for name in ("2001-01-01-host-1-1.jsonl", "2099-01-01-host-1-1.jsonl", "notes.txt"):
        (tmp_path / name).write_text("")
    log = writer.RequestLog(tmp_path)
    log.add({"id": 1})
    log.close()
    assert {"2099-01-01-host-1-1.jsonl", "notes.txt"} < {file.name for file in tmp_path.iterdir()}
    assert len(list(tmp_path.iterdir())) == 3


def test_what_is_no_json_is_written_as_text(writer, tmp_path) -> None:
    log = writer.RequestLog(tmp_path)
    log.add({"id": 1, "inputs": {"place": Path("here"), "text": "\ud800"}})
    log.close()
    assert lines(tmp_path) == [1]
