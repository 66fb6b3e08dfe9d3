"""Which dataset is meant where the spec need not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlspec.vocabulary.column_role import ColumnRole

if TYPE_CHECKING:
    from mlspec.spec.columns import Column
    from mlspec.spec.data import Data, Dataset
    from mlspec.spec.predicts import Predicts


def learnt_dataset(data: Data | None) -> Dataset | None:
    """The rows that the model learns from: the only dataset, or the only one with a split; None where that is open."""
    if data is None:
        return None
    datasets = tuple(data.root.values())
    split = tuple(dataset for dataset in datasets if dataset.split is not None)
    found = datasets if len(datasets) == 1 else split
    return found[0] if len(found) == 1 else None


def target_columns(dataset: Dataset) -> tuple[str, ...]:
    """The columns that the dataset itself calls targets."""
    return tuple(name for name, column in dataset.columns.items() if column.role is ColumnRole.TARGET)


def predicted_column(predicts: Predicts, data: Data | None) -> Column | None:
    """The column that is predicted, named in `predicts` or by its role; None where the dataset does not declare it."""
    dataset = learnt_dataset(data)
    if dataset is None:
        return None
    if predicts.column is not None:
        return dataset.columns.get(predicts.column)
    targets = target_columns(dataset)
    return dataset.columns[targets[0]] if len(targets) == 1 else None
