"""Functions whose result is handed on as a whole: those of the steps, and those that tell the version of data."""

from collections.abc import Iterator

from mlspec.resolution.entrypoints import Bound
from mlspec.resolution.resolution import Resolution


def called_once(code: Resolution) -> Iterator[Bound]:
    """Every such function that was found, where the spec names it."""
    for found in code.entrypoints:
        if isinstance(found, Bound) and found.route[-1] == "run":
            yield found
