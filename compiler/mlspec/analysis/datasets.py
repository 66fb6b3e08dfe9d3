"""Which dataset is meant where the spec need not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlspec.vocabulary.column_role import ColumnRole

if TYPE_CHECKING:
    from mlspec.spec.data import Data, Dataset


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
