"""What a request or an answer of the service is made of, and where the spec says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from mlspec.analysis.sections import is_invalid, valid
from mlspec.source.route import Route, format_route
from mlspec.vocabulary.column_role import ColumnRole
from mlspec.vocabulary.record import record

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.spec.columns import Values
    from mlspec.spec.data import Data, Dataset
    from mlspec.spec.deploy import Deploy, Endpoint
    from mlspec.spec.predicts import Predicts

    Asked: TypeAlias = Deploy | Endpoint


@record
class Payload:
    """Fields by name, and those of them that may not be left out; `route` is where they are declared."""

    route: Route
    fields: Mapping[str, Values]
    required: tuple[str, ...]

    @property
    def said(self) -> str:
        """The place of the declaration, for messages."""
        return f"`{format_route(self.route)}`"


def endpoints_of(deploy: Deploy) -> Mapping[str, Asked]:
    """What can be asked, by name: the endpoints, or the service itself under no name."""
    return deploy.endpoints or {"": deploy}


def request_of(asked: Asked, view: View) -> Payload | None:
    """The fields of a request; None where the spec does not say them, or not in a valid section."""
    if asked.request is None:
        return None
    if not isinstance(asked.request, str):
        required = tuple(name for name, field in asked.request.items() if not field.nullable and field.default is None)
        return Payload(asked.at("request"), asked.request, required)
    data: Data | None = valid(view, "data")
    dataset = data.root.get(asked.request) if data is not None else None
    if dataset is None or not dataset.columns or is_invalid(view, "predicts"):
        return None
    return _of_columns(dataset, valid(view, "predicts"))


def response_of(asked: Asked) -> Payload | None:
    """The fields of an answer; None where it is not made of fields, or the spec does not say them."""
    if not isinstance(asked.response, dict):
        return None
    required = tuple(name for name, field in asked.response.items() if not field.nullable)
    return Payload(asked.at("response"), asked.response, required)


def is_feature(name: str, dataset: Dataset, predicts: Predicts | None) -> bool:
    """Whether a column of the dataset is one that the model is asked with."""
    return dataset.columns[name].role is None and (predicts is None or predicts.column != name)


def _of_columns(dataset: Dataset, predicts: Predicts | None) -> Payload:
    """Features have to be there; an id, a time or a group may come along, the target never does."""
    fields = dict(_askable(dataset, predicts))
    required = tuple(
        name for name, column in fields.items() if is_feature(name, dataset, predicts) and not column.nullable
    )
    return Payload(dataset.at("columns"), fields, required)


def _askable(dataset: Dataset, predicts: Predicts | None) -> Iterator[tuple[str, Values]]:
    for name, column in dataset.columns.items():
        if column.role is not ColumnRole.TARGET and (predicts is None or predicts.column != name):
            yield name, column
