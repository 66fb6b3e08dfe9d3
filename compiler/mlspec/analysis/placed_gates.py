"""Every gate of a spec, with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.sections import valid
from mlspec.source.route import Route
from mlspec.vocabulary.record import record

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.ir.gate import Gate
    from mlspec.spec.deploy import Deploy


@record
class PlacedGate:
    """A gate and its route; `of` is the list that it stands in."""

    gate: Gate
    route: Route
    of: Route


def gates_of(view: View, section: str) -> tuple[PlacedGate, ...]:
    """The gates on the metrics of a model: those of `evaluate`, or those on the performance that `monitor` watches."""
    node = valid(view, section)
    field = _FIELDS[section]
    entries = getattr(node, field) if node is not None else ()
    return tuple(PlacedGate(entry.gate, entry.at("gate"), node.at(field)) for entry in entries)


def limits_of(view: View) -> tuple[PlacedGate, ...]:
    """The gates on what a service shows while a new version takes over."""
    deploy: Deploy | None = valid(view, "deploy")
    rollout = deploy.rollout if deploy is not None else None
    if rollout is None:
        return ()
    return tuple(
        PlacedGate(gate, rollout.at("abort", index), rollout.at("abort")) for index, gate in enumerate(rollout.abort)
    )


def all_gates(view: View) -> Iterator[PlacedGate]:
    """All of them, in the order of the lifecycle."""
    yield from gates_of(view, "evaluate")
    yield from limits_of(view)
    yield from gates_of(view, "monitor")


_FIELDS = {"evaluate": "gates", "monitor": "performance"}
