"""What files-and-their-loader was asked and what it answered, as JSON lines.

Lines go through a bounded queue to one thread a process. It never holds up or breaks an answer: where the disk is full,
slow or not to be written to, lines are dropped and counted. A process that is killed loses what its thread had not yet
written, a fraction of a second, and every line before that is whole.

Compiled from specs/files-and-their-loader/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty, Full, Queue
from typing import Any

from prometheus_client import Counter

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("REQUEST_LOG") or ROOT / ".mlspec/requests/files-and-their-loader")
WAITING = 10_000  # lines that may wait to be written; more are dropped
BATCH = 1_000
GATHERED_FOR = 0.1  # seconds between two writes
PART_BYTES = 50_000_000
KEPT_FOR = timedelta(days=90)

LINES = Counter("service_request_log_lines", "Lines of the request log, written or dropped", ["result"])


class RequestLog:
    """The log of one process: `add` never waits and never fails."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._queue: Queue[Mapping[str, Any] | None] = Queue(WAITING)
        self._file = -1
        self._day = ""
        self._complained = float("-inf")
        self._written, self._dropped = LINES.labels("written"), LINES.labels("dropped")
        self._thread = threading.Thread(target=self._write_on, name="request-log", daemon=True)
        self._thread.start()

    def add(self, line: Mapping[str, Any]) -> None:
        """Have a line written soon, or drop it where too many wait."""
        try:
            self._queue.put_nowait(line)
        except Full:
            self._dropped.inc()

    def close(self) -> None:
        """Write what waits, for at most five seconds."""
        try:
            self._queue.put(None, timeout=1)
        except Full:
            return
        self._thread.join(timeout=5)

    def _write_on(self) -> None:
        going = True
        while going:
            batch = [self._queue.get()]
            if batch[0] is not None:
                time.sleep(GATHERED_FOR)
            batch += self._waiting()
            lines = [line for line in batch if line is not None]
            going = len(lines) == len(batch)
            self._write([*lines, *(() if going else self._rest())])
        if self._file >= 0:
            os.close(self._file)

    def _waiting(self) -> list[Mapping[str, Any] | None]:
        found: list[Mapping[str, Any] | None] = []
        try:
            while len(found) < BATCH:
                found.append(self._queue.get_nowait())
        except Empty:
            pass
        return found

    def _rest(self) -> list[Mapping[str, Any]]:
        """What was added while the last batch was taken."""
        return [line for line in self._waiting() if line is not None]

    def _write(self, lines: list[Mapping[str, Any]]) -> None:
        if not lines:
            return
        try:
            text = "".join(json.dumps(line, default=str, ensure_ascii=False) + "\n" for line in lines)
            self._append(text.encode("utf-8", "replace"))
            self._written.inc(len(lines))
        except Exception as error:  # whatever it is, the service goes on answering
            self._dropped.inc(len(lines))
            self._complain(error)

    def _append(self, text: bytes) -> None:
        """All of the text or nothing of it, so that each line in a file is whole."""
        file = self._opened()
        size = os.fstat(file).st_size
        try:
            while text:
                text = text[os.write(file, text) :]
        except OSError:
            os.ftruncate(file, size)
            raise

    def _opened(self) -> int:
        """The file of the day; a new one where it has grown too large or somebody has taken it away."""
        day = f"{datetime.now(UTC):%Y-%m-%d}"
        if self._file >= 0:
            state = os.fstat(self._file)
            if day == self._day and state.st_nlink and state.st_size < PART_BYTES:
                return self._file
            os.close(self._file)
            self._file = -1
        self._folder.mkdir(parents=True, exist_ok=True)
        self._take_out_old()
        self._file, self._day = self._new_part(day), day
        return self._file

    def _new_part(self, day: str) -> int:
        part = 0
        while True:
            part += 1
            name = f"{day}-{platform.node() or 'host'}-{os.getpid()}-{part}.jsonl"
            try:
                return os.open(self._folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o644)
            except FileExistsError:
                continue

    def _take_out_old(self) -> None:
        oldest = f"{datetime.now(UTC) - KEPT_FOR:%Y-%m-%d}"
        for file in self._folder.glob("????-??-??-*.jsonl"):
            if file.name[: len(oldest)] < oldest:
                file.unlink(missing_ok=True)

    def _complain(self, error: Exception) -> None:
        """Say so on stderr, once a minute at most."""
        if time.monotonic() - self._complained >= 60:
            self._complained = time.monotonic()
            said = {"time": datetime.now(UTC).isoformat(), "level": "error", "message": f"request log: {error}"}
            print(json.dumps(said), file=sys.stderr, flush=True)
