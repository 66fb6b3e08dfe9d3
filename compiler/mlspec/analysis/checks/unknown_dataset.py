"""A dataset is named that the spec does not have.

The reference of a monitor and a request that is one word name datasets; `inputs` of scoring, of labels, of jobs and
of exports name datasets or what the training gives. Mend the name, or declare the dataset below `data`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.payload import endpoints_of
from mlspec.analysis.sections import is_invalid, valid
from mlspec.analysis.suggestion import suggest_value
from mlspec.diagnostics.diagnostic import Rule

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.resolution.resolution import Resolution
    from mlspec.source.route import Route
    from mlspec.spec.data import Data
    from mlspec.spec.monitor import Monitor
    from mlspec.spec.step import Work

RULE = Rule("unknown-dataset", __doc__)


def check(view: View, code: Resolution) -> Iterator[Finding]:
    """Look every name of a dataset up among the datasets."""
    if not is_invalid(view, "data"):
        data: Data | None = valid(view, "data")
        datasets = tuple(data.root) if data is not None else ()
        for who, name, route, also in _named(view, code):
            if name not in (*datasets, *also):
                yield _finding(f"{who} names `{name}`, which is no dataset", name, (*datasets, *also), route)
    for work in _unwired(view) if not code.names.is_open else ():
        for parameter, taken in work.inputs.items() if isinstance(work.inputs, dict) else ():
            if isinstance(taken, str) and not code.names.has(taken):
                message = f"`{parameter}` takes `{taken}`, which is neither a dataset nor what a step gives"
                yield _finding(message, taken, code.names.known(), work.at("inputs", parameter))


def _named(view: View, code: Resolution) -> Iterator[tuple[str, str, Route, tuple[str, ...]]]:
    """Who names a dataset, its name, where, and what may be named beside datasets."""
    monitor: Monitor | None = valid(view, "monitor")
    if monitor is not None and monitor.reference is not None:
        held_out = tuple(name for name in ("holdout", "validation") if code.names.has(name))
        yield "the monitor", monitor.reference, monitor.at("reference"), held_out
    deploy = valid(view, "deploy")
    for asked in endpoints_of(deploy).values() if deploy is not None else ():
        if isinstance(asked.request, str):
            yield "the request", asked.request, asked.at("request"), ()


def _unwired(view: View) -> Iterator[Work]:
    """What runs beside the chain of the training, after it."""
    for section in ("exports", "jobs"):
        group = valid(view, section)
        yield from group.root.values() if group is not None else ()
    monitor: Monitor | None = valid(view, "monitor")
    watching = (monitor.current, monitor.labels) if monitor is not None else ()
    yield from (work for work in (valid(view, "score"), *watching) if work is not None)


def _finding(message: str, name: str, known: tuple[str, ...], route: Route) -> Finding:
    suggestion = suggest_value(name, known, route)
    help_ = suggestion.help or ("declare it below `data`",)
    return Finding(message, (At(route, "no such dataset"),), help_, suggestion.fixes)
