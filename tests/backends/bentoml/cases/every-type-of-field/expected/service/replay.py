"""Send rows of training to the running service of every-type, as its clients would.

Compiled from specs/every-type-of-field/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pandas as pd

import stages

URL = "http://127.0.0.1:8080"
ROUTE = "/predict"
START = "python generated/every-type/service/serve.py"
COLUMNS = (
    "key",
    "seen",
    "a number",
    "count",
    "grade",
    "kind",
    "zone",
    "schema",
    "model_name",
    "sold",
    "shared",
    "stops",
    "extra",
)
WINDOW = timedelta(days=60.0)
TIMEOUT = 120.0  # seconds
SEED = 0


class ReplayError(Exception):
    """Nothing can be sent."""


class Answered(NamedTuple):
    """What came of one request; status 0 where no answer came."""

    status: int
    body: str
    seconds: float


def main() -> int:
    """Exit status 0: every row was answered; 1: some were not, or nothing could be sent; 2: wrong usage."""
    arguments = _arguments()
    try:
        rows = _drawn(arguments.as_of, arguments.rows)
        started = datetime.now(UTC)
        begun = time.monotonic()
        answers = _send(rows, arguments.url, arguments.concurrency)
    except ReplayError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print("", _summary(rows, answers, time.monotonic() - begun, started), sep="\n")
    failed = [answer for answer in answers if answer.status != 200]
    if failed:
        said = f"{len(failed):,} of {len(answers):,} rows got no answer; the first: {failed[0].body}"
        print(f"error: {said}", file=sys.stderr)
    return 1 if failed else 0


def _drawn(as_of: datetime, most: int) -> list[dict[str, Any]]:
    """Rows of the time before a date, at most so many, the same ones every time, in their order."""
    training = stages.load_training(as_of)
    frame = training
    time_of = pd.to_datetime(frame["seen"], utc=True)
    frame = frame[(time_of >= as_of - WINDOW) & (time_of < as_of)]
    if frame.empty:
        raise ReplayError(f"training has no rows of the time before {as_of:%Y-%m-%d}")
    frame = frame.sample(most, random_state=SEED).sort_index() if len(frame) > most else frame
    named = frame[[name for name in COLUMNS if name in frame.columns]]
    return [dict(_present(row)) for row in named.to_dict("records")]


def _present(row: dict[Any, Any]) -> Iterator[tuple[str, Any]]:
    """What a row holds; what is missing is not sent."""
    for name, value in row.items():
        if isinstance(value, (list, dict)) or not pd.isna(value):
            yield name, value.isoformat() if isinstance(value, datetime) else value


def _send(rows: list[dict[str, Any]], url: str, clients: int) -> list[Answered]:
    """The answers to all rows, each client on a connection of its own."""
    shares = [rows[number::clients] for number in range(clients)]
    with ThreadPoolExecutor(clients) as pool:
        shared = list(pool.map(lambda share: _send_all(share, url), shares))
    return [shared[number % clients][number // clients] for number in range(len(rows))]


def _send_all(rows: list[dict[str, Any]], url: str) -> list[Answered]:
    place = urlsplit(url)
    kind = HTTPSConnection if place.scheme == "https" else HTTPConnection
    connection = kind(place.netloc, timeout=TIMEOUT)
    try:
        connection.connect()
        return [_send_one(connection, f"{place.path.rstrip('/')}{ROUTE}", row) for row in rows]
    except OSError as error:
        raise ReplayError(f"nobody answers at {url} ({error}): `{START}` starts it") from error
    finally:
        connection.close()


def _send_one(connection: HTTPConnection, path: str, row: dict[str, Any]) -> Answered:
    begun = time.perf_counter()
    try:
        connection.request("POST", path, json.dumps(row), {"content-type": "application/json"})
        response = connection.getresponse()
        return Answered(response.status, response.read().decode(), time.perf_counter() - begun)
    except (OSError, HTTPException) as error:
        connection.close()
        return Answered(0, str(error), time.perf_counter() - begun)


def _summary(rows: list[dict[str, Any]], answers: list[Answered], took: float, started: datetime) -> str:
    counts = Counter(str(answer.status or "none") for answer in answers)
    latency = pd.Series([answer.seconds * 1000 for answer in answers])
    quantiles = ", ".join(f"p{percent} {latency.quantile(percent / 100):.1f} ms" for percent in (50, 95, 99))
    facts = {
        "asked": json.dumps(rows[0]),
        "answer": answers[0].body,
        "sent": f"{len(answers):,} rows in {took:.1f} s, {len(answers) / took:,.0f} a second",
        "status": ", ".join(f"{status}: {count:,}" for status, count in sorted(counts.items())),
        "latency": quantiles,
        "from": started.isoformat(),
        "to": datetime.now(UTC).isoformat(),
    }
    return "\n".join(f"{name:8}{text}" for name, text in facts.items())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog=main.__doc__)
    parser.add_argument("--url", default=URL, help="where the service is; default: %(default)s")
    now = datetime.now(UTC)
    parser.add_argument("--as-of", type=_date, default=now, metavar="DATE", help="the rows are of before; default: now")
    parser.add_argument("--rows", type=_count, default=500, help="at most so many; default: %(default)s")
    parser.add_argument("--concurrency", type=_count, default=4, help="so many at once; default: %(default)s")
    return parser.parse_args()


def _date(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return count


if __name__ == "__main__":
    sys.exit(main())
