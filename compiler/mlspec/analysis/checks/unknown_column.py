"""A column is named that the rows do not have.

Splits, the prediction, the monitor and the labels name columns of datasets, and fields of requests and answers. Where
those are declared (`data.<name>.columns`, `deploy.request`, `deploy.response`) a misspelt name is found here and not
by a job at night. Mend the name, or declare the column. Where a dataset declares no columns, nothing is said about
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.sections import valid
from mlspec.analysis.suggestion import suggest_key, suggest_value
from mlspec.analysis.watched import Known, all_columns, labelled_columns, text_fields, watched_inputs
from mlspec.diagnostics.diagnostic import Rule
from mlspec.resolution.datasets import learnt_dataset
from mlspec.source.route import Route

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.spec.data import Data
    from mlspec.spec.monitor import Monitor
    from mlspec.spec.predicts import Predicts

RULE = Rule("unknown-column", __doc__)


def check(view: View) -> Iterator[Finding]:
    """Look up every name of a column where the columns are declared."""
    data, predicts, monitor = (valid(view, name) for name in ("data", "predicts", "monitor"))
    if data is not None:
        yield from _in_splits(data)
        yield from _in_predicts(predicts, data)
    if monitor is not None:
        yield from _in_drift(monitor, view)
        yield from _in_labels(monitor, view)


def _in_splits(data: Data) -> Iterator[Finding]:
    for dataset in data.root.values():
        known, split = all_columns(dataset), dataset.split
        if known is None or split is None:
            continue
        for field, name in (("by", split.by), ("stratify", split.stratify)):
            if name is not None and name not in known.names:
                yield _finding("the split", name, known, split.at(field))


def _in_predicts(predicts: Predicts | None, data: Data) -> Iterator[Finding]:
    known = all_columns(learnt_dataset(data))
    if predicts is None or predicts.column is None or known is None or predicts.column in known.names:
        return
    yield _finding("the prediction", predicts.column, known, predicts.at("column"))


def _in_drift(monitor: Monitor, view: View) -> Iterator[Finding]:
    drift = monitor.drift
    if drift is None:
        return
    inputs = drift.inputs
    for name in inputs.columns if inputs is not None else ():
        lacking = next((known for known in watched_inputs(monitor, view) if name not in known.names), None)
        if lacking is not None and inputs is not None:
            yield _key_finding("the monitor", name, lacking, inputs.at("columns", name))
    known = text_fields(monitor, view) if drift.text else None
    for index, name in enumerate(drift.text):
        if known is not None and name not in known.names:
            yield _finding("the monitor", name, known, drift.at("text", index))


def _in_labels(monitor: Monitor, view: View) -> Iterator[Finding]:
    known, labels = labelled_columns(monitor, view), monitor.labels
    if known is None or labels is None:
        return
    for field, name in (("key", labels.key), ("column", labels.column)):
        if name not in known.names:
            yield _finding(f"the {field} of the labels", name, known, labels.at(field))


def _finding(who: str, name: str, known: Known, route: Route) -> Finding:
    suggestion = suggest_value(name, known.names, route)
    return Finding(_message(who, name, known), (At(route, known.label),), suggestion.help, suggestion.fixes)


def _key_finding(who: str, name: str, known: Known, route: Route) -> Finding:
    suggestion = suggest_key(name, known.names, route)
    place = At(route, known.label, key=True, word=name)
    return Finding(_message(who, name, known), (place,), suggestion.help, suggestion.fixes)


def _message(who: str, name: str, known: Known) -> str:
    return f"{who} names `{name}`, which {known.lacks}"
