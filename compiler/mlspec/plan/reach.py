"""Which other models a change may concern: those that ask this one, and those that share a base with it."""

from collections.abc import Iterator

from mlspec.plan.change import ModelChange, Reached
from mlspec.vocabulary.record import record


@record
class Neighbour:
    """What others need to know of a model: the models that it asks, each with the alias it loads, and its bases."""

    name: str
    uses: tuple[tuple[str, str], ...]
    bases: tuple[str, ...]


def find_reach(model: ModelChange, own: Neighbour | None, others: tuple[Neighbour, ...]) -> Iterator[Reached]:
    """The other models of the head; what uses a removed or renamed model still names it as it was."""
    names = {model.name, model.former} - {""}
    shared = set(own.bases) if own is not None else set()
    for other in sorted(others, key=lambda other: other.name):
        if other.name == model.name:
            continue
        used = next((alias for spec, alias in other.uses if spec in names), None)
        if used is not None:
            yield Reached(other.name, f"loads its version `{used}`" if used else "asks its service")
        for base in sorted(shared & set(other.bases)):
            yield Reached(other.name, f"shares {base}")
