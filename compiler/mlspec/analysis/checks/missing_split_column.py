"""Rows are split by time or by group, and nothing says by which column.

Name the column (`split: {holdout: 20%, method: time, by: started}`), or give one of the dataset's columns the role:
`timestamp` for a split by time, `group` for one by groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Rule
from mlspec.vocabulary.column_role import ColumnRole
from mlspec.vocabulary.split_method import SplitMethod

if TYPE_CHECKING:
    from mlspec.spec.data import Data

RULE = Rule("missing-split-column", __doc__)

_ROLES = {SplitMethod.TIME: ColumnRole.TIMESTAMP, SplitMethod.GROUP: ColumnRole.GROUP}


def check(data: Data) -> Iterator[Finding]:
    """Look for a column with the role where the split names none."""
    for dataset in data.root.values():
        split = dataset.split
        role = _ROLES.get(split.method) if split is not None else None
        if split is None or role is None or split.by is not None:
            continue
        found = [name for name, column in dataset.columns.items() if column.role is role]
        if len(found) != 1:
            has = "none of its columns has" if not found else "several of its columns have"
            message = f"the split by {split.method.value} names no column, and {has} the role `{role.value}`"
            help_ = (f"name the column by `by`, or give one column the role `{role.value}`",)
            yield Finding(message, (At(split.at("method"), "by which column"),), help_)
