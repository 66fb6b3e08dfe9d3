"""The gates of tides: what a model's metrics must show before it is registered.

Compiled from specs/what-a-monitor-asks-for/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from numbers import Real
from typing import Any, NamedTuple


class Gate(NamedTuple):
    """A comparison, the metrics that it reads, and whether a model that fails it gets through with a warning."""

    text: str
    reads: tuple[str, ...]
    holds: Callable[[Mapping[str, float]], bool]
    warns: bool = False


GATES: tuple[Gate, ...] = (
    Gate("recall >= 0.5", ("recall",), lambda m: m["recall"] >= 0.5),
)


class Verdict(NamedTuple):
    """How a gate ended: the values that it saw, `pass`, `warn` or `fail`, and why where the values do not say it."""

    gate: str
    seen: str
    result: str
    reason: str = ""


class Refused(Exception):
    """A model that is not good enough to be registered."""


def judge(metrics: Mapping[str, float], champion: Mapping[str, float] | None, gates: Iterable[Gate]) -> list[Verdict]:
    """A verdict a gate; without a champion the gates that compare with one pass, a metric that is missing fails."""
    known = {**metrics, **{f"champion.{name}": value for name, value in (champion or {}).items()}}
    return [_verdict(gate, known, first=champion is None) for gate in gates]


def table(verdicts: Iterable[Verdict]) -> str:
    """The verdicts for reading, one a line."""
    rows = [("gate", "seen", "result")]
    rows += [(v.gate, v.seen, f"{v.result}: {v.reason}" if v.reason else v.result) for v in verdicts]
    widths = [max(len(row[place]) for row in rows) for place in (0, 1)]
    return "\n".join(f"{gate:{widths[0]}}  {seen:{widths[1]}}  {result}" for gate, seen, result in rows)


def flatten(metrics: Mapping[str, Any], prefix: str = "") -> dict[str, float]:
    """Nested metrics by dotted names, as floats; what is no number is left out."""
    return dict(_flat(metrics, prefix))


def _verdict(gate: Gate, known: Mapping[str, float], *, first: bool) -> Verdict:
    seen = ", ".join(f"{name} {known[name]:.4g}" for name in gate.reads if name in known)
    missing = [name for name in gate.reads if not math.isfinite(known.get(name, math.nan))]
    if missing and first and all(name.startswith("champion.") for name in missing):
        return Verdict(gate.text, seen, "pass", "first model")
    if not missing and gate.holds(known):
        return Verdict(gate.text, seen, "pass")
    reason = f"no value of {', '.join(missing)}" if missing else ""
    return Verdict(gate.text, seen, "warn" if gate.warns else "fail", reason)


def _flat(metrics: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, float]]:
    for name, value in metrics.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        elif isinstance(value, Real):
            yield f"{prefix}{name}", float(value)
