"""A command is handed what a function returns, and that is no file.

Programs take files and words. What an earlier command leaves is a file, and so is a path that a function returns; rows
and models live in the memory of the job alone. Let the function write a file and return its path, or call a function
instead of the command.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.work import references_below
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.references import OutputReference

if TYPE_CHECKING:
    from mlspec.resolution.draft import Draft
    from mlspec.resolution.resolution import Resolution, WiredStep
    from mlspec.spec.data import Data

RULE = Rule("object-for-a-command", __doc__)

_WORDS = frozenset({"bool", "float", "int", "pathlib.Path", "str"})


def check(code: Resolution, data: Data | None = None) -> Iterator[Finding]:
    """Look at what commands are handed; what a function returns is judged where its annotation tells it."""
    givers = {output.name: step for step in code.steps for output in step.draft.outputs}
    framed = {name for name, dataset in data.root.items() if dataset.columns or dataset.split} if data else set()
    for step in code.steps:
        if step.draft.words:
            yield from _handed(step.draft, givers, framed | {"holdout", "validation"})


def _handed(draft: Draft, givers: dict[str, WiredStep], framed: set[str]) -> Iterator[Finding]:
    words = references_below((*draft.route, "command"), draft.words)
    variables = references_below((*draft.route, "env"), dict(draft.environment))
    for found in (*words, *variables):
        if isinstance(found.reference, OutputReference):
            name = found.reference.name
            giver = givers.get(name)
            if name in framed or (giver is not None and _gives_an_object(giver)):
                what = f"what `{giver.draft.run}` returns" if giver is not None and giver.draft.run else "rows"
                message = f"the command is handed `{name}`, which is no file but {what}"
                help_ = "let a function write a file and return its path, or call a function here"
                yield Finding(message, (At(found.route, "no file"),), (help_,))


def _gives_an_object(step: WiredStep) -> bool:
    returns = step.bound.entry.returns if step.bound else ""
    return bool(returns) and len(step.draft.outputs) == 1 and returns not in _WORDS and "Any" not in returns
