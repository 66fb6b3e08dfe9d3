"""A split keeps groups whole, and is to keep the shares of a column's values too.

All rows of a group go to one side, so that the shares of `stratify` cannot be kept as well. Take one of the two out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Rule
from mlspec.vocabulary.split_method import SplitMethod

if TYPE_CHECKING:
    from mlspec.spec.data import Data

RULE = Rule("stratified-groups", __doc__)


def check(data: Data) -> Iterator[Finding]:
    """Look at every split by group."""
    for dataset in data.root.values():
        split = dataset.split
        if split is not None and split.method is SplitMethod.GROUP and split.stratify is not None:
            places = (At(split.at("stratify"), "shares to keep"), At(split.at("method"), "groups stay whole"))
            yield Finding("whole groups are held out, so that `stratify` cannot keep its shares", places)
