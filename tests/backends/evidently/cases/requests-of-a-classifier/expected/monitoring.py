"""Does tumors still see what it learnt from, and is it still right? A look at a stretch of time.

Compiled from specs/requests-of-a-classifier/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

import gates
import monitor_findings
import monitor_log
import monitor_report
import predictor
import stages
import tracking

if TYPE_CHECKING:
    from evidently.core.report import Snapshot

ALIAS = os.environ.get("MODEL_ALIAS", "champion")
WINDOW = timedelta(hours=36)
MIN_ROWS = 200
MAX_ROWS = 5000
SEED = 3
# Each column with the kind of its values, the measure of its drift, and the limit of that.
INPUTS = (
    ("radius", "number", "wasserstein", 0.2),
    ("lobes", "number", "ks", 0.001),
    ("side", "category", "jensenshannon", 0.1),
)
SHARE = 0.4
PREDICTION = ("prediction.chance", "number", "jensenshannon", 0.15)
TEXTS = (("notes", "text", "text content", 0.55),)
MISSING = 0.1
FIELDS = ["radius", "texture", "lobes", "side", "smokes", "notes"]
NUMBERS = {"radius", "texture", "lobes"}
CATEGORIES = {"side"}
WITHIN = timedelta(hours=12)
LATENCY_MS = {"p50": 50.0, "p99_9": 1000.0}
ERRORS = 0.005
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
    sections["latency"] = monitor_findings.latency(requests.latency_ms, LATENCY_MS, MIN_ROWS)
    sections["errors"] = monitor_findings.errors(requests.errors, requests.total, ERRORS, MIN_ROWS)
    causes = {CAUSES.get(name, name) for name, section in sections.items() if section["holds"] is False}
    status = 3 if causes else 0 if compared.sections else 4
    document = {
        "format": 1,
        "project": "tumors",
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
    return Verdict(status, tuple(sorted(causes)), document, monitor_report.publish(document, compared.snapshot))


def _compare(
    requests: monitor_log.Requests,
    version: tracking.Version,
    end: datetime,
) -> Compared:
    """Hold what was asked against the rows of holdout that are kept with the version."""
    import monitor_drift  # which imports Evidently for seconds: only where there is enough to compare

    model = tracking.load(version)
    now = _logged(requests, version)
    then = _given(tracking.reference(version, "holdout"), end, version, model)
    if len(then.inputs) < 1:
        return Compared({}, None, len(then.inputs))
    before, after = (rows.inputs.join(rows.answers.add_prefix(monitor_drift.ANSWER)) for rows in (then, now))
    inputs = [monitor_drift.Watched(*one) for one in INPUTS]
    watched = [*inputs, monitor_drift.Watched(*PREDICTION), *(monitor_drift.Watched(*one) for one in TEXTS)]
    moved, snapshot = monitor_drift.compare(before, after, watched, SHARE)
    sections: dict[str, Any] = {}
    sections["inputs"] = monitor_findings.inputs(moved[: len(inputs)], SHARE)
    sections["prediction"] = monitor_findings.prediction(moved[len(inputs)], len(now.answers), MIN_ROWS)
    sections["text"] = monitor_findings.texts(moved[-len(TEXTS) :])
    shares = monitor_drift.missing(then.inputs, now.inputs, ("radius", "texture", "lobes", "side", "smokes", "notes"))
    sections["missing"] = monitor_findings.missing(shares, MISSING)
    sections["performance"] = _performance(now, model, version)
    return Compared(sections, snapshot, len(then.inputs))


def _logged(requests: monitor_log.Requests, version: tracking.Version) -> Rows:
    """The sample of the log, with the answers of the served version alone."""
    served = requests.logged["version"] == str(version.number)
    return Rows(requests.inputs, requests.prediction[served], requests.logged["time"])


def _given(frame: pd.DataFrame, moment: datetime, version: tracking.Version, model: Any) -> Rows:
    """Rows from elsewhere, at most as many as are compared, with the answers that the served version gives to them."""
    drawn = frame.sample(min(len(frame), MAX_ROWS), random_state=SEED).sort_index().reset_index(drop=True)
    asked = drawn.reindex(columns=FIELDS).astype("object")
    rows = asked.where(asked.notna(), None).head(MAX_ROWS)
    requests: list[dict[str, Any]] = rows.to_dict("records")  # type: ignore[assignment]  # its columns have names
    answers = pd.DataFrame(predictor.predict(requests, model, predictor.learned(tracking.inputs(version))))
    return Rows(drawn, answers, pd.Series(moment, drawn.index))


def _performance(rows: Rows, model: Any, version: tracking.Version) -> dict[str, Any]:
    """How right the served version was, as far as the truth has come; measured as it was when it was trained."""
    asked = rows.inputs.loc[rows.answers.index]
    times = rows.times.loc[asked.index]
    if "seen" in asked:
        times = pd.to_datetime(asked["seen"], utc=True, errors="coerce").fillna(times)
    old = times[times < datetime.now(UTC) - WITHIN]
    known = len(old) > 0 and "patient" in asked
    labelled = _labelled(asked.loc[old.index], old, version) if known else asked.head(0)
    if len(labelled) < MIN_ROWS:
        said = f"{len(labelled):,} of {len(asked):,} rows have a label, {MIN_ROWS:,} are needed"
        return monitor_findings.unknown(said)
    metrics = stages.evaluate(labelled, model)
    verdicts = gates.judge(metrics, version.metrics, gates.PERFORMANCE)
    return monitor_findings.performance(verdicts, metrics, len(labelled))


def _labelled(asked: pd.DataFrame, times: pd.Series, version: tracking.Version) -> pd.DataFrame:
    """The rows whose truth has come, with it; it is asked for a day more on both sides, as not all dates are of UTC."""
    day = timedelta(days=1)
    start, end = times.min().floor("D") - day, times.max().ceil("D") + day
    truth = stages.load_labels(start, end)[["patient", "benign"]].dropna()
    truth = truth.assign(**{"patient": truth["patient"].map(_key)}).drop_duplicates("patient", keep="last")
    known = asked.drop(columns="benign", errors="ignore").dropna(subset="patient")
    known = known.assign(**{"patient": known["patient"].map(_key)})
    return _typed(known, version).merge(truth, on="patient")


def _typed(asked: pd.DataFrame, version: tracking.Version) -> pd.DataFrame:
    """What was logged, in the types of the rows that the version was trained on; unknown categories are missing."""
    typed = asked.copy()
    categories = tracking.inputs(version)
    for name in NUMBERS.intersection(asked):
        typed[name] = pd.to_numeric(asked[name], errors="coerce").astype("float64")
    for name in CATEGORIES.intersection(asked):
        values = categories.get(name)
        typed[name] = asked[name].where(asked[name].isin(values or asked[name])).astype(pd.CategoricalDtype(values))
    return typed


def _key(value: object) -> str:
    """A key as text, a whole number the same whether it came as 1 or as 1.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0], epilog=main.__doc__)
    parser.add_argument("--as-of", type=_date, metavar="DATE", help="look at the 1.5 days before it; default: now")
    parser.add_argument("--from", dest="start", type=_date, metavar="DATE", help="the first moment of another window")
    parser.add_argument("--to", dest="end", type=_date, metavar="DATE", help="the moment at which that window ends")
    return parser.parse_args()


def _date(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
