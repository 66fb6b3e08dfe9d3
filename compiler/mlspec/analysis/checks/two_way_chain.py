"""The two comparisons of a gate point in different directions.

A chain reads as one statement, `0.5 <= precision < 0.9`: something lies between two bounds. `0.5 <= precision >= 0.7`
says two things that do not belong together, and most often a sign was turned by mistake. Turn it back, or write two
gates: all of them have to hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.inequality import ends_of, inequalities_of
from mlspec.analysis.placed_gates import PlacedGate, all_gates
from mlspec.diagnostics.diagnostic import Edit, Fix, Rule
from mlspec.vocabulary.record import evolve

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.ir.gate import Gate

RULE = Rule("two-way-chain", __doc__)


def check(view: View) -> Iterator[Finding]:
    """Compare the directions of the two comparisons; an equality has none."""
    for placed in all_gates(view):
        signs = {comparison.operator[0] for comparison in placed.gate.comparisons} - {"="}
        if len(signs) == 2:
            yield _finding(placed)


def _finding(placed: PlacedGate) -> Finding:
    text = placed.gate.text
    message = f"the comparisons of `{text}` point in two directions"
    place = At(placed.route, "two directions")
    turned = next((gate for gate in _turned(placed.gate) if not _is_impossible(gate)), None)
    if turned is None:
        return Finding(message, (place,), ("write two gates",))
    fix = Fix(f"write `{turned.text}`", "", placed.route, Edit.SET_VALUE, turned.text)
    return Finding(message, (place,), (f"did you mean `{turned.text}`? else write two gates",), (fix,))


def _turned(gate: Gate) -> Iterator[Gate]:
    """The gate with its second comparison the other way round, and with its first."""
    first, second = gate.comparisons
    before, _, after = gate.text.rpartition(second.operator)
    other = second.operator.translate(_OTHER_WAY)
    yield evolve(gate, text=before + other + after, comparisons=(first, evolve(second, operator=other)))
    before, _, after = gate.text.partition(first.operator)
    other = first.operator.translate(_OTHER_WAY)
    yield evolve(gate, text=before + other + after, comparisons=(evolve(first, operator=other), second))


def _is_impossible(gate: Gate) -> bool:
    return any(part.is_impossible for part in (*inequalities_of(gate), *ends_of(gate)))


_OTHER_WAY = str.maketrans("<>", "><")
