"""Two gates exclude each other.

All gates of a list have to hold, so no model can pass two of which one asks for more than the other allows, as
`roc_auc >= 0.8` and `roc_auc <= 0.7` do. The further gates of an environment that a model is promoted to count beside
those which it has passed before. Mend a number, or take one of the two out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, AtPlace, Finding, Where
from mlspec.analysis.inequality import ends_of, exclude_each_other, inequalities_of
from mlspec.analysis.placed_gates import PlacedGate, gates_of, limits_of
from mlspec.analysis.sections import valid
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.place import place_of

if TYPE_CHECKING:
    from mlspec.analysis.subjects import Project, View
    from mlspec.ir.gate import Gate

RULE = Rule("contradictory-gates", __doc__)


def check(view: View, project: Project) -> Iterator[Finding]:
    """Compare the gates of each list two by two."""
    for gates in (gates_of(view, "evaluate"), limits_of(view), gates_of(view, "monitor")):
        for first, second in combinations(gates, 2):
            if _exclude_each_other(first.gate, second.gate):
                yield _finding(first.gate, second, At(first.route, "the other gate"))
    environments = valid(view, "environments")
    if view.environment and environments is not None and not environments.root[view.environment].builds:
        yield from _between(view, project.base)


def _between(view: View, base: View) -> Iterator[Finding]:
    own = gates_of(view, "evaluate")
    for first in gates_of(base, "evaluate"):
        for second in own:
            if second.gate != first.gate and _exclude_each_other(first.gate, second.gate):
                yield _finding(first.gate, second, AtPlace(place_of(base.layer.places, first.route), "the other gate"))


def _exclude_each_other(one: Gate, other: Gate) -> bool:
    """Whether some part of the one excludes some part of the other, where neither is impossible by itself."""
    if _metrics(one).isdisjoint(_metrics(other)):
        return False
    parts = [(inequalities_of(gate), ends_of(gate)) for gate in (one, other)]
    if any(part.is_impossible for found, ends in parts for part in (*found, *ends)):
        return False
    return any(exclude_each_other(some, against) for some in parts[0][0] for against in parts[1][0])


def _metrics(gate: Gate) -> set[str]:
    sides = (gate.left, *(comparison.right for comparison in gate.comparisons))
    return {term.metric.name for side in sides for term in side if term.metric is not None}


def _finding(first: Gate, second: PlacedGate, other: Where) -> Finding:
    message = f"no model can pass both `{first.text}` and `{second.gate.text}`"
    return Finding(
        message, (At(second.route, "excludes the other"), other), ("mend a number, or take one of them out",)
    )
