"""The Python of a spec is older than what generated code needs.

Generated code is written for Python 3.11 and later, and would fail on an older one at its first import. Name the minor
version that jobs and services run on, `"3.11"` or later.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Rule

if TYPE_CHECKING:
    from mlspec.spec.runtime import Runtime

RULE = Rule("old-python", __doc__)
_OLDEST = (3, 11)


def check(runtime: Runtime) -> Iterator[Finding]:
    """Compare the minor version, as numbers: 3.9 is older than 3.11."""
    major, _, minor = runtime.python.partition(".")
    if (int(major), int(minor)) < _OLDEST:
        message = f"generated code needs Python 3.11 or later, and this is `{runtime.python}`"
        yield Finding(message, (At(runtime.at("python"), "too old"),), ('write `python: "3.11"`',))
