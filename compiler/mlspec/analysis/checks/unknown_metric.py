"""A gate asks a metric that the evaluation never returns.

A metric that is not there fails its gate, so a misspelt one would stop every model, after hours of training. Where
the function that evaluates visibly returns a map with known keys, gates can only ask these; a key whose value may be
a map itself has parts by dotted names, as in `by_origin.JFK.f1`. The performance that a monitor watches may also be a
well-known metric, such as `roc_auc`. Mend the name, or return the metric. Nothing is said of metrics that a command
writes, or of a map whose keys are only known when it runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, AtPlace, Finding, Where
from mlspec.analysis.metric_ranges import is_known
from mlspec.analysis.placed_gates import PlacedGate, gates_of
from mlspec.analysis.sections import valid
from mlspec.analysis.suggestion import what_is_known
from mlspec.diagnostics.diagnostic import Edit, Fix, Rule
from mlspec.ir.gate import Metric, metrics_of
from mlspec.source.spelling import nearest

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.resolution.entrypoints import Bound
    from mlspec.resolution.resolution import Resolution
    from mlspec.spec.evaluate import Evaluate

RULE = Rule("unknown-metric", __doc__)


def check(view: View, code: Resolution) -> Iterator[Finding]:
    """Look up the metrics of all gates on models among the keys that the evaluation returns."""
    bound = _evaluation(valid(view, "evaluate"), code)
    keys = bound.entry.returned_keys if bound is not None else None
    if bound is None or keys is None:
        return
    for placed in (*gates_of(view, "evaluate"), *gates_of(view, "monitor")):
        watched = placed.route[0] == "monitor"
        for metric in metrics_of(placed.gate):
            if not _may_return(keys, metric.name) and not (watched and is_known(metric.name)):
                yield _finding(placed, metric, bound, keys)


def _evaluation(evaluate: Evaluate | None, code: Resolution) -> Bound | None:
    """The function whose whole result is the metrics."""
    if evaluate is None or evaluate.run is None or isinstance(evaluate.outputs, dict) or len(evaluate.outputs) > 1:
        return None
    return code.bound(evaluate.at("run"))


def _may_return(keys: tuple[str, ...], name: str) -> bool:
    return any(name == key or name.startswith(f"{key}.") for key in keys)


def _finding(placed: PlacedGate, metric: Metric, bound: Bound, keys: tuple[str, ...]) -> Finding:
    asked = f"champion.{metric.name}" if metric.champion else metric.name
    message = f"the gate asks `{metric.name}`, which `{bound.text}` never returns"
    places: tuple[Where, ...] = (At(placed.route, "never returned", word=asked),)
    guess = nearest(metric.name, keys)
    if guess is None:
        return Finding(message, (*places, AtPlace(bound.entry.place, "returns others")), what_is_known(keys))
    written = _with_another(placed.gate.text, asked, asked.removesuffix(metric.name) + guess)
    fix = Fix(f"write `{written}`", "", placed.route, Edit.SET_VALUE, written)
    return Finding(message, places, (f"did you mean `{guess}`?",), (fix,))


def _with_another(text: str, asked: str, meant: str) -> str:
    """The gate with a metric in place of another, wherever it asks that."""
    from re import sub  # only where something is wrong

    return sub(r"[^\s<>=]+", lambda word: meant if word.group() == asked else word.group(), text)
