"""Datasets wait for one another.

A dataset comes after those that it takes, by `inputs` or by the name of a parameter, so that a circle of them can
never start. Let one of them load its rows by itself, or split what both need into a dataset of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.choices import listed

if TYPE_CHECKING:
    from mlspec.resolution.resolution import Resolution

RULE = Rule("circular-data", __doc__)


def check(code: Resolution) -> Iterator[Finding]:
    """Show every dataset of the circle."""
    for fault in code.circular:
        names = listed(str(route[-1]) for route in fault.routes)
        places = tuple(At(route, "waits", key=True) for route in fault.routes)
        yield Finding(
            f"the datasets {names} wait for one another", places, ("let one of them take none of the others",)
        )
