"""Modules of the user's that a spec's code imports and that cannot be read as Python."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.resolution.entrypoints import Bound
from mlspec.source.text import Place
from mlspec.vocabulary.record import record

if TYPE_CHECKING:
    from mlspec.resolution.reached_code import ReachedCode
    from mlspec.resolution.resolution import Resolution


@record
class BrokenModule:
    """A module, what is wrong with it and where, and an entry point that imports it."""

    name: str
    message: str
    place: Place
    importer: Bound


def broken_modules(code: Resolution, reached: ReachedCode) -> Iterator[BrokenModule]:
    """Each of them once, by name."""
    importers: dict[str, Bound] = {}
    for found in code.entrypoints:
        if isinstance(found, Bound):
            for name in reached.of(found.entry).modules:
                importers.setdefault(name, found)
    for name in sorted(importers):
        module = reached.modules.find(name)
        fault = module.facts.fault if module is not None else None
        if module is not None and fault is not None:
            yield BrokenModule(name, fault.message, module.fault_place(fault), importers[name])
