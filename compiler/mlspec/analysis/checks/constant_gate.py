"""A gate can never pass, or never fail.

A gate that no model can pass stops every release, and one that every model passes guards nothing: both look like a
check and are none. What a well-known metric can be is known by its name: `roc_auc`, `accuracy`, `f1`, `recall@10` and
their like lie between 0 and 1, errors and losses such as `rmse` and `log_loss` are never below 0, `r2` is at most 1.
Of other metrics nothing is assumed.

Mend the number. A metric that is measured in percent needs another name, such as `accuracy_percent`.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.inequality import Inequality, ends_of, inequalities_of
from mlspec.analysis.metric_ranges import is_known, range_of
from mlspec.analysis.placed_gates import PlacedGate, all_gates
from mlspec.diagnostics.diagnostic import Rule

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View

RULE = Rule("constant-gate", __doc__)


def check(view: View) -> Iterator[Finding]:
    """Work out for every gate between which numbers its two sides can lie."""
    for placed in all_gates(view):
        found = inequalities_of(placed.gate)
        impossible = next((one for one in (*found, *ends_of(placed.gate)) if one.is_impossible), None)
        if impossible is not None:
            yield _finding(placed, "pass", impossible)
        elif all(one.is_certain for one in found):
            yield _finding(placed, "fail", *found)


def _finding(placed: PlacedGate, verb: str, *why: Inequality) -> Finding:
    names = (name.removeprefix("champion.") for one in why for name in one.factors)
    metrics = dict.fromkeys(name for name in names if is_known(name))
    ranges = tuple(f"`{metric}` {_say_range(metric)}" for metric in metrics)
    reason = ": " + " and ".join(ranges) if ranges else ""
    label = f"can never {verb}"
    return Finding(f"the gate `{placed.gate.text}` can never {verb}{reason}", (At(placed.route, label),), _ADVICE[verb])


def _say_range(metric: str) -> str:
    low, high = range_of(metric)
    if high == inf:
        return f"is never below {low:g}"
    return f"is at most {high:g}" if low == -inf else f"lies between {low:g} and {high:g}"


_ADVICE = {
    "pass": ("mend the number: no model can get through as it is",),
    "fail": ("mend the number, or take the gate out: every model gets through as it is",),
}
