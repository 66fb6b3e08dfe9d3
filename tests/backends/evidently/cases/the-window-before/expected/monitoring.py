"""Does answers still see what it learnt from, and is it still right? A look at a stretch of time.

Compiled from specs/the-window-before/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

import monitor_findings
import monitor_log
import monitor_report
import tracking

if TYPE_CHECKING:
    from evidently.core.report import Snapshot

ALIAS = os.environ.get("MODEL_ALIAS", "champion")
WINDOW = timedelta(days=1)
MIN_ROWS = 50
MAX_ROWS = 100000
SEED = 0
TEXTS = (
    ("word", "text", "text content", 0.55),
    ("prediction.answer", "text", "text content", 0.55),
)
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
    compared = _compare(requests, version, end) if found >= MIN_ROWS else Compared({}, None, 0)
    sections = dict(compared.sections)
    causes = {CAUSES.get(name, name) for name, section in sections.items() if section["holds"] is False}
    status = 3 if causes else 0 if compared.sections else 4
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
            "reference": compared.reference,
            "compared": len(requests.inputs),
            "other_versions": found - requests.answered[str(version.number)],
            "unreadable": requests.unreadable,
        },
        **sections,
    }
    return Verdict(status, tuple(sorted(causes)), document, monitor_report.publish(document))


def _compare(
    requests: monitor_log.Requests,
    version: tracking.Version,
    end: datetime,
) -> Compared:
    """Hold what was asked against the rows of words that are kept with the version."""
    import monitor_drift  # which imports Evidently for seconds: only where there is enough to compare

    now = _logged(requests, version)
    then = _given(tracking.reference(version, "words"), end)
    if len(then.inputs) < 1:
        return Compared({}, None, len(then.inputs))
    before, after = (rows.inputs.join(rows.answers.add_prefix(monitor_drift.ANSWER)) for rows in (then, now))
    watched = [*(monitor_drift.Watched(*one) for one in TEXTS)]
    moved, snapshot = monitor_drift.compare(before, after, watched, 1)
    sections: dict[str, Any] = {}
    sections["text"] = monitor_findings.texts(moved[-len(TEXTS) :])
    return Compared(sections, snapshot, len(then.inputs))


def _logged(requests: monitor_log.Requests, version: tracking.Version) -> Rows:
    """The sample of the log, with the answers of the served version alone."""
    served = requests.logged["version"] == str(version.number)
    return Rows(requests.inputs, requests.prediction[served], requests.logged["time"])


def _given(frame: pd.DataFrame, moment: datetime) -> Rows:
    """Rows from elsewhere, at most as many as are compared."""
    drawn = frame.sample(min(len(frame), MAX_ROWS), random_state=SEED).sort_index().reset_index(drop=True)
    answers = pd.DataFrame(index=drawn.index)
    return Rows(drawn, answers, pd.Series(moment, drawn.index))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0], epilog=main.__doc__)
    parser.add_argument("--as-of", type=_date, metavar="DATE", help="look at the 1 days before it; default: now")
    parser.add_argument("--from", dest="start", type=_date, metavar="DATE", help="the first moment of another window")
    parser.add_argument("--to", dest="end", type=_date, metavar="DATE", help="the moment at which that window ends")
    return parser.parse_args()


def _date(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
