"""Does answers still see what it learnt from, and is it still right? A look at a stretch of time.

Compiled from specs/latency-alone/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import monitor_findings
import monitor_log
import monitor_report
import tracking

ALIAS = os.environ.get("MODEL_ALIAS", "champion")
WINDOW = timedelta(hours=1)
MIN_ROWS = 1
LATENCY_MS = {"p50": 1000.0}
ERRORS = 0.01
VERDICTS = {0: "stable", 3: "drifted", 4: "too little data"}


class MonitorError(Exception):
    """The look cannot be done as asked."""


class Verdict(NamedTuple):
    """How a look ended: an exit status, the causes where it is not well, what is kept of it, and the same to read."""

    status: int
    causes: tuple[str, ...]
    document: dict[str, Any]
    text: str


def main() -> int:
    """Exit status 0: stable; 3: drifted; 4: too little data to tell; 1: something is broken; 2: wrong usage."""
    arguments = _arguments()
    end = arguments.end or arguments.as_of or datetime.now(UTC)
    try:
        verdict = look(arguments.start or end - WINDOW, end)
    except MonitorError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(verdict.text)
    return verdict.status


def look(start: datetime, end: datetime) -> Verdict:
    """Judge what was asked from `start` up to `end`, keep the report, and tell whoever has to know.

    Raises MonitorError with a sentence on whatever hinders that.
    """
    if start >= end:
        raise MonitorError(f"there is no time between {start:%Y-%m-%d %H:%M} and {end:%Y-%m-%d %H:%M}")
    try:
        return _look(start, end)
    except MonitorError:
        raise
    except tracking.TrackingError as error:
        raise MonitorError(str(error)) from error
    except Exception as error:  # of the user's code, of a disk, of the network
        place = traceback.extract_tb(error.__traceback__)[-1]
        raise MonitorError(f"{type(error).__name__}: {error} ({place.filename}:{place.lineno})") from error


def _look(start: datetime, end: datetime) -> Verdict:
    version = tracking.version_at(ALIAS)
    if version is None:
        raise MonitorError(f"no version of {tracking.MODEL} has the alias {ALIAS}: there is nothing to judge")
    requests = monitor_log.read(start, end)
    found = requests.answered.total()
    sections: dict[str, Any] = {}
    sections["latency"] = monitor_findings.latency(requests.latency_ms, LATENCY_MS, MIN_ROWS)
    sections["errors"] = monitor_findings.errors(requests.errors, requests.total, ERRORS, MIN_ROWS)
    causes = {name for name, section in sections.items() if section["holds"] is False}
    status = 3 if causes else 0 if found >= MIN_ROWS else 4
    document = {
        "format": 1,
        "project": "answers",
        "from": start.isoformat(),
        "to": end.isoformat(),
        "verdict": VERDICTS[status],
        "status": status,
        "causes": sorted(causes),
        "model": {"name": tracking.MODEL, "version": version.number, "alias": ALIAS},
        "rows": {
            "found": found,
            "needed": MIN_ROWS,
            "compared": len(requests.inputs),
            "other_versions": found - requests.answered[str(version.number)],
            "unreadable": requests.unreadable,
        },
        **sections,
    }
    return Verdict(status, tuple(sorted(causes)), document, monitor_report.publish(document))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0], epilog=main.__doc__)
    parser.add_argument("--as-of", type=_date, metavar="DATE", help="look at the 1 hours before it; default: now")
    parser.add_argument("--from", dest="start", type=_date, metavar="DATE", help="the first moment of another window")
    parser.add_argument("--to", dest="end", type=_date, metavar="DATE", help="the moment at which that window ends")
    return parser.parse_args()


def _date(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
