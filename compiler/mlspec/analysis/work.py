"""Everything in a spec that runs a function or a command, whatever section it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from mlspec.schema.node import Node
from mlspec.schema.references import Reference
from mlspec.source.route import Route
from mlspec.vocabulary.record import record

if TYPE_CHECKING:
    from mlspec.spec.step import Work


@record
class FoundReference:
    """A reference, and where in the spec it stands."""

    route: Route
    reference: Reference


def find_work(sections: Mapping[str, Any]) -> Iterator[Work]:
    """Every function and command of the valid sections, in the order of the sections."""
    for section in sections.values():
        yield from _work_below(section)


def find_references(work: Work) -> Iterator[FoundReference]:
    """The references in what a function or a command takes."""
    for field in ("command", "env", "params", "inputs"):
        yield from references_below(work.at(field), getattr(work, field))


def references_below(route: Route, value: object) -> Iterator[FoundReference]:
    """The references in a value and in all that it holds."""
    if isinstance(value, _REFERENCES):
        yield FoundReference(route, value)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from references_below((*route, key), item)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from references_below((*route, index), item)


def _work_below(value: Any) -> Iterator[Work]:
    if isinstance(value, (dict, tuple)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _work_below(item)
    elif isinstance(value, Node):
        step: Any = value
        if hasattr(step, "workdir") and (step.run is not None or step.command):
            yield step
        for name in _holders(step.__class__):
            yield from _work_below(getattr(step, name))


@cache
def _holders(model: Any) -> tuple[str, ...]:
    """The fields of a model below which work may stand: all the others need not be looked through."""
    return tuple(name for name, field in model.fields.items() if field.node is not None and _may_hold_work(field.node))


@cache
def _may_hold_work(model: Any) -> bool:
    return "workdir" in model.fields or bool(_holders(model))


_REFERENCES = get_args(Reference)
