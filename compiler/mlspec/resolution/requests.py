"""What a request of the service is made of: the fields that the spec lists, or the columns of a dataset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from mlspec.resolution.datasets import learnt_dataset
from mlspec.vocabulary.column_role import ColumnRole
from mlspec.vocabulary.record import record

if TYPE_CHECKING:
    from mlspec.spec.columns import Values
    from mlspec.spec.data import Data, Dataset
    from mlspec.spec.deploy import Deploy, Endpoint
    from mlspec.spec.predicts import Predicts

    Asked: TypeAlias = Deploy | Endpoint


@record
class Requested:
    """A field by its name, as it is declared; one that is no `feature` comes along, and the model does not see it."""

    name: str
    declared: Values
    required: bool
    feature: bool = True


def requested_dataset(asked: Asked, data: Data | None) -> Dataset | None:
    """The dataset whose columns a request brings: the one that is named, or what the model has learnt from."""
    if asked.request is None:
        return learnt_dataset(data)
    return data.root.get(asked.request) if isinstance(asked.request, str) and data is not None else None


def requested_fields(asked: Asked, data: Data | None, predicts: Predicts | None) -> tuple[Requested, ...]:
    """The fields of a request; none where the spec does not say them."""
    if isinstance(asked.request, dict):
        return tuple(
            Requested(name, field, required=not field.nullable and field.default is None)
            for name, field in asked.request.items()
        )
    dataset = requested_dataset(asked, data)
    return tuple(_columns(dataset, predicts)) if dataset is not None else ()


def is_feature(name: str, dataset: Dataset, predicts: Predicts | None) -> bool:
    """Whether a column of the dataset is one that the model is asked with."""
    return dataset.columns[name].role is None and (predicts is None or predicts.column != name)


def _columns(dataset: Dataset, predicts: Predicts | None) -> Iterator[Requested]:
    """Features have to be there; an id, a time or a group may come along, the target never does."""
    for name, column in dataset.columns.items():
        if column.role is not ColumnRole.TARGET and (predicts is None or predicts.column != name):
            feature = is_feature(name, dataset, predicts)
            yield Requested(name, column, required=feature and not column.nullable, feature=feature)
