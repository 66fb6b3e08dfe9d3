"""A line of the requirements cannot be read.

It counts neither for what a step depends on nor for what a job needs. Write it as a name with a version
(`pandas==3.0.0`), or as a path or address with `#egg=`. Files from elsewhere (`-r https://...`) are not fetched while
compiling: put a copy into the repository.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import AtPlace, Finding
from mlspec.analysis.spec_paths import path_from
from mlspec.diagnostics.diagnostic import Rule
from mlspec.source.tree import EntryKind, Tree
from mlspec.usercode.requirements import read_requirements
from mlspec.vocabulary.severity import Severity

if TYPE_CHECKING:
    from mlspec.analysis.subjects import Project
    from mlspec.spec.runtime import Runtime

RULE = Rule("unread-requirement", __doc__, Severity.WARNING)


def check(runtime: Runtime, project: Project, tree: Tree) -> Iterator[Finding]:
    """Tell what the reader of requirements could not read, where the file itself is there."""
    files = tuple(path_from(project.folder, path) for path in runtime.requirements)
    for fault in read_requirements(tree, files).faults:
        if tree.kind(fault.place.path) is EntryKind.FILE:
            yield Finding(f"a requirement is not read: {fault.message}", (AtPlace(fault.place, "not read"),))
