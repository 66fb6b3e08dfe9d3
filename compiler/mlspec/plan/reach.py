"""Which other models a change may concern: those that ask this one, and those that share a base with it."""

from collections.abc import Iterator

from mlspec.plan.change import ModelChange, Reached
from mlspec.plan.side import Side


def find_reach(model: ModelChange, before: tuple[Side, ...], after: tuple[Side, ...]) -> Iterator[Reached]:
    """The other models of the head; what uses a removed or renamed model still names it as it was."""
    names = {model.name, model.former} - {""}
    own = next((side for side in (*after, *before) if side.name == model.name), None)
    shared = set(own.bases) if own is not None else set()
    for side in sorted(after, key=lambda side: side.name):
        if side.name == model.name:
            continue
        for use in side.graph.service.uses if side.graph.service is not None else ():
            if use.spec in names:
                how = f"loads its version `{use.alias}`" if use.alias else "asks its service"
                yield Reached(side.name, how)
                break
        for base in sorted(shared & set(side.bases)):
            yield Reached(side.name, f"shares {base}")
