"""What is counted and written down of the requests to files-and-their-loader, always with the version of the model.

Compiled from specs/files-and-their-loader/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from bentoml.exceptions import BentoMLException
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from pydantic import ValidationError

from request_writer import RequestLog

REPEATED = 10  # lines that say the same within REPEATED_IN seconds; more are held back and counted
REPEATED_IN = 10.0
NAMED = 5  # faults of one request that a line names

LATENCY = Histogram(
    "service_latency_seconds",
    "From a request's first byte to the last of its answer",
    ["endpoint", "version"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0),
)
PREDICTIONS = Counter("service_predictions", "Requests that were answered", ["endpoint", "version"])
ERRORS = Counter("service_errors", "Requests that were not, by what went wrong", ["endpoint", "version", "kind"])
UNKNOWN = Counter("service_unknown_categories", "Values that the model has not learned", ["endpoint", "column"])

CURRENT: ContextVar[Exchange] = ContextVar("exchange")

_KINDS = {408: "timeout", 429: "overload", 499: "disconnected", 503: "overload", 504: "timeout"}


class AnswerError(RuntimeError):
    """The model, or the code around it, gave what no answer is."""


class Exchange:
    """A request and its answer, as far as they are known."""

    __slots__ = ("began", "detail", "endpoint", "id", "inputs", "prediction", "status", "time")

    def __init__(self, endpoint: str, request_id: str) -> None:
        self.endpoint = endpoint
        self.id = request_id
        self.time = datetime.now(UTC)
        self.began = time.perf_counter()
        self.status = 0
        self.detail = ""
        self.inputs: Mapping[str, Any] | None = None
        self.prediction: Mapping[str, Any] | None = None


class Repeated:
    """Holds back lines that say the same again and again."""

    def __init__(self) -> None:
        self._seen: dict[object, tuple[float, int, int]] = {}

    def held_back(self, what: object) -> int | None:
        """How many such lines were held back since the last; None where this one is to be, too."""
        now = time.monotonic()
        began, said, held = self._seen.get(what, (now, 0, 0))
        if now - began >= REPEATED_IN:
            began, said = now, 0
        if said >= REPEATED:
            self._seen[what] = (began, said, held + 1)
            return None
        self._seen[what] = (began, said + 1, 0)
        return held


class Observer:
    """What one worker keeps of its requests."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.log = RequestLog()
        self._repeated = Repeated()

    def ended(self, exchange: Exchange) -> None:
        """Count an exchange and write it down; one without an answer has lost its client."""
        took = time.perf_counter() - exchange.began
        status = exchange.status or 499
        kind = None if status < 400 else _KINDS.get(status, "validation" if status < 500 else "internal")
        LATENCY.labels(exchange.endpoint, self.version).observe(took)
        if kind is None:
            PREDICTIONS.labels(exchange.endpoint, self.version).inc()
        else:
            ERRORS.labels(exchange.endpoint, self.version, kind).inc()
        line = {
            "id": exchange.id,
            "time": exchange.time.isoformat(),
            "endpoint": exchange.endpoint,
            "version": self.version,
            "status": status,
            "latency_ms": round(took * 1000, 3),
            "error": kind,
        }
        self.log.add({**line, "inputs": exchange.inputs, "prediction": exchange.prediction if kind is None else None})
        self._say(line, exchange.detail)

    def _say(self, line: dict[str, Any], detail: str) -> None:
        held_back = 0 if line["error"] is None else self._repeated.held_back((line["endpoint"], line["status"]))
        if held_back is not None:
            more = {"detail": detail, "held_back": held_back}
            said = {**line, **{name: value for name, value in more.items() if value}}
            say("info" if line["error"] is None else "warning", **said)


class ServerLines(logging.Formatter):
    """What the server itself says, as JSON with the version; what clients do wrong is said with their requests."""

    def __init__(self, version: str) -> None:
        super().__init__()
        self._version = version
        self._repeated = Repeated()

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "version": self._version,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line is to be written: not for what a client did wrong, and not all of what repeats."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        exchange = CURRENT.get(None)
        if exchange is not None:
            exchange.detail = explained(error)
        if isinstance(error, (ValidationError, BentoMLException)):
            return False
        return self._repeated.held_back(type(error)) is not None


@contextmanager
def answering(row: dict[str, Any]) -> Iterator[Exchange]:
    """Note what is asked; an answer that is not as it is declared is no fault of the client's."""
    exchange = CURRENT.get()
    exchange.inputs = row
    try:
        yield exchange
    except ValidationError as error:
        raise AnswerError(f"the answer is not as declared: {explained(error)}") from error


def begin(version: str) -> Observer:
    """Observe what this version answers from now on; the server's own lines become JSON too."""
    lines = ServerLines(version)
    for handler in {*logging.getLogger().handlers, *logging.getLogger("bentoml").handlers}:
        handler.setFormatter(lines)
        handler.addFilter(lines.filter)
    return Observer(version)


def count_unknown(endpoint: str, columns: list[str]) -> None:
    """Count values that the model has not learned."""
    for column in columns:
        UNKNOWN.labels(endpoint, column).inc()


def metrics() -> bytes:
    """All that the workers have counted."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # its library leaves it without types
    return generate_latest(registry)


def explained(error: BaseException) -> str:
    """What went wrong in a line; of a wrong request the first of its faults, each with its field."""
    if not isinstance(error, ValidationError):
        return f"{type(error).__name__}: {error}" if isinstance(error, Exception) else type(error).__name__
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'body'}: {fault['msg']}" for fault in faults[:NAMED])


def say(level: str, **line: Any) -> None:
    """A line of the service's own log; where nobody can be told, nobody is."""
    with suppress(OSError, ValueError):
        print(json.dumps({"level": level, **line}, default=str), flush=True)
