"""The prediction has no column that holds the truth.

Two classes, many classes and a number are learnt from a column, which has to be kept out of requests, held against
the predictions, and found again among the labels. Name it (`predicts: {kind: regression, column: minutes}`), or give
a column of the dataset the role `target`. Kinds that are learnt without a target, such as clustering or retrieval,
need none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.sections import is_invalid, valid
from mlspec.diagnostics.diagnostic import Rule
from mlspec.resolution.datasets import target_columns
from mlspec.vocabulary.problem_kind import ProblemKind

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.spec.data import Data
    from mlspec.spec.monitor import Monitor
    from mlspec.spec.predicts import Predicts

RULE = Rule("missing-target", __doc__)

_LEARNT_FROM_A_COLUMN = (ProblemKind.BINARY, ProblemKind.MULTICLASS, ProblemKind.REGRESSION)


def check(predicts: Predicts, view: View) -> Iterator[Finding]:
    """Look for a target in `predicts` and in the datasets; an order needs one only where its performance is watched."""
    monitor: Monitor | None = valid(view, "monitor")
    is_judged_order = predicts.kind is ProblemKind.RANKING and monitor is not None and bool(monitor.performance)
    if predicts.column is not None or is_invalid(view, "data"):
        return
    if predicts.kind not in _LEARNT_FROM_A_COLUMN and not is_judged_order:
        return
    data: Data | None = valid(view, "data")
    if data is None or not any(map(target_columns, data.root.values())):
        message = f"a `{predicts.kind.value}` prediction needs the column that holds the truth"
        help_ = ("name it, as in `column: late`, or give a column of the dataset the role `target`",)
        yield Finding(message, (At(predicts.at("kind"), "has no `column`"),), help_)
