"""Entry points that were not found, sorted by what stands there instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.spec_paths import path_from
from mlspec.resolution.entrypoints import Unresolved
from mlspec.resolution.resolution import Resolution
from mlspec.usercode.entrypoint import MissingPart

if TYPE_CHECKING:
    from mlspec.spec.runtime import Runtime


def unresolved(code: Resolution, *parts: MissingPart) -> Iterator[Unresolved]:
    """The entry points that lack one of these parts."""
    for found in code.entrypoints:
        if isinstance(found, Unresolved) and found.missing.part in parts:
            yield found


def source_folders(runtime: Runtime | None, folder: str) -> tuple[str, ...]:
    """The folders that modules are looked for in, from the root of the repository."""
    return tuple(path_from(folder, root) for root in (runtime.source if runtime else ("src",)))
