"""Does sales still see what it is made for? A look at a stretch of time.

What the spec asks for and nothing here judges:
- drift.prediction: the reference has no answers
- latency: the service keeps no request log

Compiled from specs/rows-from-a-function/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

import monitor_findings
import monitor_report
import stages

if TYPE_CHECKING:
    from evidently.core.report import Snapshot

WINDOW = timedelta(days=36500)
MIN_ROWS = 1
MAX_ROWS = 100000
SEED = 0
MEASURES = {"number": ("ks", 0.01), "category": ("chisquare", 0.01)}  # by the kind of a column
SHARE = 0.5
VERDICTS = {0: "stable", 3: "drifted", 4: "too little data"}
CAUSES = {"inputs": "drift", "prediction": "drift", "text": "drift"}


class MonitorError(Exception):
    """The look cannot be done as asked."""


class Verdict(NamedTuple):
    """How a look ended: an exit status, the causes where it is not well, what is kept of it, and the same to read."""

    status: int
    causes: tuple[str, ...]
    document: dict[str, Any]
    text: str


class Rows(NamedTuple):
    """What was asked, what the model answered to as many of these rows as it is known of, and when."""

    inputs: pd.DataFrame
    answers: pd.DataFrame
    times: pd.Series


class Compared(NamedTuple):
    """What was found, nothing where too little is known; Evidently's report; and the rows that were compared with."""

    sections: dict[str, Any]
    snapshot: Snapshot | None
    reference: int


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
    except Exception as error:  # of the user's code, of a disk, of the network
        place = traceback.extract_tb(error.__traceback__)[-1]
        raise MonitorError(f"{type(error).__name__}: {error} ({place.filename}:{place.lineno})") from error


def _look(start: datetime, end: datetime) -> Verdict:
    frame = stages.load_current(start, end)
    found = len(frame)
    compared = _compare(frame, start, end) if found >= MIN_ROWS else Compared({}, None, 0)
    sections = dict(compared.sections)
    causes = {CAUSES.get(name, name) for name, section in sections.items() if section["holds"] is False}
    status = 3 if causes else 0 if compared.sections else 4
    document = {
        "format": 1,
        "project": "sales",
        "from": start.isoformat(),
        "to": end.isoformat(),
        "verdict": VERDICTS[status],
        "status": status,
        "causes": sorted(causes),
        "rows": {
            "found": found,
            "needed": MIN_ROWS,
            "reference": compared.reference,
        },
        **sections,
    }
    return Verdict(status, tuple(sorted(causes)), document, monitor_report.publish(document))


def _compare(
    frame: pd.DataFrame,
    start: datetime,
    end: datetime,
) -> Compared:
    """Hold what was asked against the rows of days as of the start."""
    import monitor_drift  # which imports Evidently for seconds: only where there is enough to compare

    now = _given(frame, end)
    then = _given(stages.load_days(start), start)
    if len(then.inputs) < 1:
        return Compared({}, None, len(then.inputs))
    before, after = (rows.inputs.join(rows.answers.add_prefix(monitor_drift.ANSWER)) for rows in (then, now))
    inputs = monitor_drift.discover(then.inputs, MEASURES, "sold")
    watched = [*inputs]
    moved, snapshot = monitor_drift.compare(before, after, watched, SHARE)
    sections: dict[str, Any] = {}
    sections["inputs"] = monitor_findings.inputs(moved[: len(inputs)], SHARE)
    return Compared(sections, snapshot, len(then.inputs))


def _given(frame: pd.DataFrame, moment: datetime) -> Rows:
    """Rows from elsewhere, at most as many as are compared."""
    drawn = frame.sample(min(len(frame), MAX_ROWS), random_state=SEED).sort_index().reset_index(drop=True)
    answers = pd.DataFrame(index=drawn.index)
    return Rows(drawn, answers, pd.Series(moment, drawn.index))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0], epilog=main.__doc__)
    parser.add_argument("--as-of", type=_date, metavar="DATE", help="look at all before it; default: now")
    parser.add_argument("--from", dest="start", type=_date, metavar="DATE", help="the first moment of another window")
    parser.add_argument("--to", dest="end", type=_date, metavar="DATE", help="the moment at which that window ends")
    return parser.parse_args()


def _date(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
