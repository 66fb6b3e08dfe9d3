"""A line of the requirements cannot be read.

It counts neither for what a step depends on nor for what a job needs. Write it as a name with a version
(`pandas==3.0.0`), or as a path or address with `#egg=`. Files from elsewhere (`-r https://...`) are not fetched while
compiling: put a copy into the repository.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import AtPlace, Finding
from mlspec.diagnostics.diagnostic import Rule
from mlspec.vocabulary.severity import Severity

if TYPE_CHECKING:
    from mlspec.usercode.requirements import Requirements

RULE = Rule("unread-requirement", __doc__, Severity.WARNING)


def check(requirements: Requirements) -> Iterator[Finding]:
    """Tell what the reader of requirements could not read, where the file itself is there."""
    for fault in requirements.faults:
        if fault.place.path in requirements.files:
            yield Finding(f"a requirement is not read: {fault.message}", (AtPlace(fault.place, "not read"),))
