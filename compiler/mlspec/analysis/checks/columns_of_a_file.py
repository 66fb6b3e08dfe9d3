"""Columns are declared, or rows held out, of a dataset that is a file.

What a command leaves is handed on as a path, whatever is in it. Columns can be checked, and rows held out, where a
function gives the rows as a frame: let one read the file (`inputs: {path: ...}`), and declare the columns there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Rule

if TYPE_CHECKING:
    from mlspec.spec.data import Data

RULE = Rule("columns-of-a-file", __doc__)


def check(data: Data) -> Iterator[Finding]:
    """Look at the datasets that commands make."""
    for name, dataset in data.root.items():
        for field in ("columns", "split") if dataset.command else ():
            if field in dataset.written:
                message = f"`{name}` is a file that a command leaves, and `{field}` needs rows"
                places = (
                    At(dataset.at(field), "needs rows", key=True),
                    At(dataset.at("command"), "leaves a file", key=True),
                )
                help_ = f"let a function read the file, and write `{field}` with the dataset that it gives"
                yield Finding(message, places, (help_,))
