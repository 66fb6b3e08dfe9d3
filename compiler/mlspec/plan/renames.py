"""Which model of the base is which model of the head: by name, by a declared rename, and by a guess that is told."""

from mlspec.plan.side import Side
from mlspec.source.route import Route

_ALIKE = 0.9  # the share of the fields of both that are equal, from which on a rename is likely


def paired(before: tuple[Side, ...], after: tuple[Side, ...]) -> tuple[tuple[Side | None, Side], ...]:
    """Every model of the head with the one of the base that it was; None for a new one.

    A name that the base has counts before a declared rename: `moved` may stay in a spec after it was merged.
    """
    old = {side.name: side for side in before}
    names = {side.name for side in after}
    taken = set(names & old.keys())
    pairs: list[tuple[Side | None, Side]] = []
    for side in after:
        former = old.get(side.name)
        if former is None and side.moved_from in old and side.moved_from not in taken:
            former = old[side.moved_from]
            taken.add(side.moved_from)
        pairs.append((former, side))
    return tuple(pairs)


def suspect_renames(gone: tuple[Side, ...], new: tuple[Side, ...]) -> dict[str, tuple[str, ...]]:
    """What to tell of removed and new models that are nearly the same, by their names."""
    told: dict[str, tuple[str, ...]] = {}
    for side in new:
        likely = max(gone, key=lambda other: (_likeness(other, side), other.name), default=None)
        if likely is not None and _likeness(likely, side) >= _ALIKE:
            hint = f"if it was renamed, say so in its spec: `moved: {{from: {likely.name}}}`"
            told[side.name] = (f"it is nearly the same as `{likely.name}`, which is removed; {hint}",)
            told[likely.name] = (f"`{side.name}`, which is new, is nearly the same",)
    return told


def _likeness(one: Side, other: Side) -> float:
    mine, others = _values(one), _values(other)
    shared = len(mine & others)
    return 2 * shared / max(len(mine) + len(others), 1)


def _values(side: Side) -> set[tuple[Route, str]]:
    """What a model is; how it is called and described does not count."""
    return {(facet.route, facet.value) for facet in side.facets if facet.effects}
