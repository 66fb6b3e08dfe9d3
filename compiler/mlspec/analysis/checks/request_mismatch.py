"""A request does not agree with the columns that the model has learnt from.

Where the model's own predict is served, a request has to bring every feature: a field that is no column would be
dropped, and a column that may not be empty would be missing. Where a function of yours answers, it may ask for what
it likes; a field with the name of a column has the column's type all the same, since the monitor compares the two.
Most often the dataset itself is the request: `request: training`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.payload import endpoints_of
from mlspec.analysis.sections import is_invalid, valid
from mlspec.analysis.suggestion import suggest_key
from mlspec.diagnostics.diagnostic import Rule
from mlspec.resolution.datasets import learnt_dataset
from mlspec.resolution.requests import is_feature
from mlspec.schema.choices import listed
from mlspec.source.route import format_route
from mlspec.source.spelling import nearest
from mlspec.vocabulary.column_type import ColumnType

if TYPE_CHECKING:
    from mlspec.analysis.payload import Asked
    from mlspec.analysis.subjects import View
    from mlspec.spec.data import Data, Dataset
    from mlspec.spec.deploy import Deploy
    from mlspec.spec.predicts import Predicts

RULE = Rule("request-mismatch", __doc__)

_OWN_APPLICATION = "app"


def check(deploy: Deploy, view: View) -> Iterator[Finding]:
    """Compare what a request brings with what the dataset holds."""
    if is_invalid(view, "predicts"):
        return
    data: Data | None = valid(view, "data")
    dataset, predicts = learnt_dataset(data), valid(view, "predicts")
    is_own = deploy.backend is not None and _OWN_APPLICATION in deploy.backend.options
    for asked in endpoints_of(deploy).values():
        if isinstance(asked.request, str):
            yield from _without_columns(asked, data)
        elif asked.request and dataset is not None and dataset.columns:
            yield from _other_types(asked, dataset)
            if asked.predict is None and not is_own and "register" in view.sections:
                yield from _other_names(asked, dataset, predicts)


def _without_columns(asked: Asked, data: Data | None) -> Iterator[Finding]:
    dataset = data.root.get(str(asked.request)) if data is not None else None
    if dataset is not None and not dataset.columns:
        message = f"a request has the fields of `{asked.request}`, which declares no columns"
        places = (At(asked.at("request"), "has no columns"), At(dataset.route, "declares none", key=True))
        yield Finding(message, places, (f"declare `data.{asked.request}.columns`, or the fields here",))


def _other_types(asked: Asked, dataset: Dataset) -> Iterator[Finding]:
    for name, field in asked.request.items() if isinstance(asked.request, dict) else ():
        column = dataset.columns.get(name)
        if column is not None and _FAMILIES.get(field.type, field.type) != _FAMILIES.get(column.type, column.type):
            message = f"`{name}` is `{field.type.value}` in a request and `{column.type.value}` in the dataset"
            places = (At(field.at("type"), "one type"), At(column.at("type"), "another type"))
            yield Finding(message, places, ("let the two agree",))


def _other_names(asked: Asked, dataset: Dataset, predicts: Predicts | None) -> Iterator[Finding]:
    given = asked.request if isinstance(asked.request, dict) else {}
    free = tuple(name for name in dataset.columns if name not in given and is_feature(name, dataset, predicts))
    meant = set[str | None]()
    for name in given:
        if name not in dataset.columns:
            route = asked.at("request", name)
            suggestion = suggest_key(name, free, route)
            meant.add(nearest(name, free))
            message = f"a request has the field `{name}`, which is no column of `{format_route(dataset.route)}`"
            yield Finding(message, (At(route, "no such column", key=True),), suggestion.help, suggestion.fixes)
    missing = tuple(name for name in free if name not in meant and not dataset.columns[name].nullable)
    if missing:
        message = f"a request does not bring {listed(missing)}, which the model has learnt from"
        help_ = ("add what is missing, or let the dataset be the request",)
        yield Finding(message, (At(asked.at("request"), "lacks columns", key=True),), help_)


_FAMILIES = {
    ColumnType.INTEGER: "number",
    ColumnType.NUMBER: "number",
    ColumnType.STRING: "text",
    ColumnType.CATEGORY: "text",
    ColumnType.TEXT: "text",
    ColumnType.TIMESTAMP: "time",
    ColumnType.DATE: "time",
}
