"""The prediction and the columns of the dataset do not agree on the target.

`predicts` names the column that the model learns to predict; a column's `role` says the same from the other side, its
type and its values have to suit the kind of the prediction, and `positive` has to be one of its values. Let them
agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.sections import valid
from mlspec.analysis.suggestion import suggest_instead
from mlspec.diagnostics.diagnostic import Rule
from mlspec.resolution.datasets import learnt_dataset, predicted_column, target_columns
from mlspec.schema.choices import listed
from mlspec.schema.refusal import quoted
from mlspec.vocabulary.column_role import ColumnRole
from mlspec.vocabulary.column_type import ColumnType
from mlspec.vocabulary.problem_kind import ProblemKind

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.spec.columns import Column
    from mlspec.spec.data import Data
    from mlspec.spec.predicts import Predicts

RULE = Rule("target-mismatch", __doc__)

_NO_NUMBERS = (ColumnType.STRING, ColumnType.CATEGORY, ColumnType.TEXT, ColumnType.IMAGE, ColumnType.BOOLEAN)


def check(predicts: Predicts, view: View) -> Iterator[Finding]:
    """Compare the column that is predicted with what the dataset says of it."""
    data: Data | None = valid(view, "data")
    dataset = learnt_dataset(data)
    column = predicted_column(predicts, data)
    if dataset is None or column is None:
        return
    targets = target_columns(dataset)
    if predicts.column is not None and targets and predicts.column not in targets:
        yield _other_target(predicts, dataset.columns[targets[0]], targets[0])
    elif column.role not in (None, ColumnRole.TARGET) and column.role is not None:
        message = f"`{predicts.column}` is predicted, and its role is `{column.role.value}`"
        places = (At(predicts.at("column"), "the prediction"), At(column.at("role"), "another role"))
        yield Finding(message, places, ("give it the role `target`, or predict another column",))
    yield from _unsuited(predicts, column)


def _other_target(predicts: Predicts, target: Column, name: str) -> Finding:
    message = f"`{predicts.column}` is predicted, and the target of the dataset is `{name}`"
    suggestion = suggest_instead(name, predicts.at("column"))
    places = (At(predicts.at("column"), "another column"), At(target.at("role"), "the target"))
    return Finding(message, places, suggestion.help, suggestion.fixes)


def _unsuited(predicts: Predicts, column: Column) -> Iterator[Finding]:
    positive, values = predicts.positive, column.values
    if predicts.kind is ProblemKind.REGRESSION and column.type in _NO_NUMBERS:
        message = f"a regression predicts numbers, and the column is of the type `{column.type.value}`"
        places = (At(predicts.at("kind"), "predicts numbers"), At(column.at("type"), "no numbers"))
        yield Finding(message, places, ("say another kind, or another type",))
    if predicts.kind is ProblemKind.BINARY and len(values) > 2 and positive is None:
        message = f"a binary prediction has two classes, and the column has {len(values)} values"
        places = (At(predicts.at("kind"), "two classes"), At(column.at("values"), f"{len(values)} values"))
        yield Finding(message, places, ("is it `multiclass`? else say which value is `positive`",))
    if positive is not None and values and not any(_is_same(positive, value) for value in values):
        message = f"{quoted(positive)} is said to be positive, and the column never has it"
        places = (At(predicts.at("positive"), "not a value"), At(column.at("values"), "its values"))
        yield Finding(message, places, (f"its values are {listed(map(str, values))}",))


def _is_same(one: object, other: object) -> bool:
    """Equal as values of a column: `true` is 1, but text is never a number."""
    return one == other and isinstance(one, str) is isinstance(other, str)
