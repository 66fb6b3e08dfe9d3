"""A prediction of two classes does not say which of them is the positive one.

Precision, recall and the chance that a service answers are about the positive class. Where the column holds 0 and 1,
or false and true, it is 1 or true; between other values only the author can decide: `predicts: {kind: binary, column:
churn, positive: gone}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.sections import valid
from mlspec.diagnostics.diagnostic import Rule
from mlspec.resolution.datasets import predicted_column
from mlspec.schema.refusal import quoted
from mlspec.vocabulary.column_type import ColumnType
from mlspec.vocabulary.problem_kind import ProblemKind

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.spec.columns import Column
    from mlspec.spec.predicts import Predicts

RULE = Rule("missing-positive", __doc__)


def check(predicts: Predicts, view: View) -> Iterator[Finding]:
    """Look at the values that the target can have."""
    column = predicted_column(predicts, valid(view, "data"))
    if predicts.kind is not ProblemKind.BINARY or predicts.positive is not None or column is None:
        return
    if len(column.values) > 2:
        return  # then it is the kind that has to be looked at first
    if not _is_plain(column):
        values = " or ".join(map(quoted, column.values))
        message = f"the prediction is {values}, and none is said to be the positive one" if values else _OF_TEXT
        places = (
            At(predicts.at("kind"), "has no `positive`"),
            At(column.at("values" if values else "type"), "its values"),
        )
        yield Finding(message, places, (f"say which, as in `positive: {column.values[-1] if values else 'gone'}`",))


def _is_plain(column: Column) -> bool:
    """Whether the positive value goes without saying."""
    if column.values:
        return all(value in (0, 1) and not isinstance(value, str) for value in column.values)
    return column.type not in (ColumnType.STRING, ColumnType.CATEGORY, ColumnType.TEXT)


_OF_TEXT = "the prediction is one of two words, and none is said to be the positive one"
