"""What is found of tumors in a look: whether each thing holds, in a sentence and in numbers.

Compiled from specs/requests-of-a-classifier/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

import gates

if TYPE_CHECKING:
    import monitor_drift


def unknown(reason: str) -> dict[str, Any]:
    """Nothing can be said, and why."""
    return {"holds": None, "said": reason}


def inputs(moved: Sequence[monitor_drift.Drift], limit: float) -> dict[str, Any]:
    """The inputs have drifted once that share of the columns has."""
    drifted = [one.column for one in moved if one.drifted]
    share = len(drifted) / len(moved)
    said = f"{len(drifted)} of {len(moved)} columns drifted ({share:.0%}), {limit:.0%} would be drift"
    if drifted:
        said += f": {', '.join(drifted)}"
    return {"holds": share < limit, "said": said, "share": share, "limit": limit, "columns": _columns(moved)}


def prediction(moved: monitor_drift.Drift, answers: int, needed: int) -> dict[str, Any]:
    """A version that has only begun to serve has not answered enough to be judged."""
    if answers < needed:
        return unknown(f"{answers:,} answers of this version, {needed:,} are needed")
    return {"holds": not moved.drifted, "said": _said(moved), "answers": answers, "columns": _columns([moved])}


def texts(moved: Sequence[monitor_drift.Drift]) -> dict[str, Any]:
    """Each text by itself: what it is about can be told from what it was about before, or it cannot."""
    said = "; ".join(map(_said, moved))
    return {"holds": not any(one.drifted for one in moved), "said": said, "columns": _columns(moved)}


def missing(shares: Mapping[str, tuple[float, float]], limit: float) -> dict[str, Any]:
    """No column may miss a share of its values that is larger than in the reference by more than the limit."""
    worst = max(shares, key=lambda column: shares[column][1] - shares[column][0])
    then, now = shares[worst]
    said = f"most in {worst}: {now:.1%}, in the reference {then:.1%}, {limit:.1%} more would be too many"
    columns = [{"column": column, "reference": then, "current": now} for column, (then, now) in shares.items()]
    return {"holds": now - then <= limit, "said": said, "limit": limit, "columns": columns}


def performance(verdicts: Sequence[gates.Verdict], metrics: Mapping[str, float], labels: int) -> dict[str, Any]:
    """What the metrics have to show of a model that serves."""
    said = "; ".join(f"{one.gate}: {one.reason or one.seen}" for one in verdicts)
    return {
        "holds": all(one.result != "fail" for one in verdicts),
        "said": f"{said} ({labels:,} labels)",
        "labels": labels,
        "metrics": {name: value if math.isfinite(value) else None for name, value in metrics.items()},
        "gates": [one._asdict() for one in verdicts],
    }


def latency(took_ms: np.ndarray, limits: Mapping[str, float], needed: int) -> dict[str, Any]:
    """How long the requests took, those that failed included."""
    known = took_ms[np.isfinite(took_ms)]
    if len(known) < needed:
        return unknown(f"{len(known):,} requests, {needed:,} are needed")
    seen = {name: float(np.quantile(known, float("0." + name[1:].replace("_", "")))) for name in limits}
    said = ", ".join(f"{name} {seen[name]:.0f} of {limit:g} ms" for name, limit in limits.items())
    holds = all(seen[name] <= limit for name, limit in limits.items())
    return {"holds": holds, "said": said, "ms": seen, "limits": dict(limits)}


def errors(kinds: Counter[str], requests: int, limit: float, needed: int) -> dict[str, Any]:
    """Which share of the requests got no answer."""
    share = kinds.total() / requests if requests else 0.0
    said = f"{share:.2%} of {requests:,} requests failed, {limit:.2%} may"
    if kinds:
        said += f": {', '.join(f'{kind} {count:,}' for kind, count in kinds.most_common())}"
    holds = share <= limit if requests >= needed else None
    return {"holds": holds, "said": said, "share": share, "limit": limit, "kinds": dict(kinds.most_common())}


def _columns(moved: Sequence[monitor_drift.Drift]) -> list[dict[str, Any]]:
    return [one._asdict() for one in moved]


def _said(moved: monitor_drift.Drift) -> str:
    seen = moved.note if moved.distance is None else f"{moved.distance:.3f}"
    return f"{moved.method} of {moved.column} {seen}, limit {moved.limit:.3f}"
