"""A function is named where a coroutine cannot be awaited.

Steps and services may be `async def`: the generated code runs them. The version of a dataset and the loader of a
registered model are called in the middle of other code, which would get a coroutine instead of their result. Write
them with a plain `def`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, AtPlace, Finding
from mlspec.diagnostics.diagnostic import Rule
from mlspec.resolution.entrypoints import Bound

if TYPE_CHECKING:
    from mlspec.resolution.resolution import Resolution

RULE = Rule("async-function", __doc__)


def check(code: Resolution) -> Iterator[Finding]:
    """Look at the functions that are no step."""
    for found in code.entrypoints:
        if isinstance(found, Bound) and found.entry.is_async and found.route[-2:] in _PLAIN:
            message = f"`{found.text}` is a coroutine, and a plain function is needed here"
            places = (At(found.route, "cannot be awaited"), AtPlace(found.entry.place, "`async def`"))
            yield Finding(message, places, ("write it with `def`",))


_PLAIN = (("version", "run"), ("register", "load"))
