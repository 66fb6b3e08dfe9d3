"""Gates as inequalities: `sum > 0` or `sum >= 0` over metrics, and what is known of the sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from mlspec.analysis.metric_ranges import range_of
from mlspec.vocabulary.record import record

if TYPE_CHECKING:
    from mlspec.ir.gate import Comparison, Gate, Term

_DIGITS = 12  # what is left of a sum of decimal fractions beyond these is noise


@record
class Inequality:
    """`sum of factor * metric + constant` is above zero, or not below it where it is not strict."""

    factors: Mapping[str, float]
    constant: float
    strict: bool

    @property
    def least(self) -> float:
        """The sum can be no less than this."""
        return self._extreme(upward=False)

    @property
    def largest(self) -> float:
        """The sum can be no more than this."""
        return self._extreme(upward=True)

    @property
    def is_impossible(self) -> bool:
        """Whether it holds for no values that the metrics can have."""
        return self.largest < 0 or (self.strict and self.largest == 0)

    @property
    def is_certain(self) -> bool:
        """Whether it holds for all values that the metrics can have."""
        return self.least > 0 or (not self.strict and self.least == 0)

    def _extreme(self, *, upward: bool) -> float:
        total = self.constant
        for metric, factor in self.factors.items():
            low, high = range_of(metric)
            total += factor * (high if (factor > 0) is upward else low)
        return round(total, _DIGITS)


def inequalities_of(gate: Gate) -> tuple[Inequality, ...]:
    """All that have to hold for the gate to hold; an equality is two."""
    return tuple(found for left, comparison in _pairs(gate) for found in _inequalities(left, comparison))


def ends_of(gate: Gate) -> tuple[Inequality, ...]:
    """What a chain says of its ends: `0.9 <= auc <= 0.5` asks that 0.9 is at most 0.5."""
    found = inequalities_of(gate)
    return (added(*found, 1),) if len(gate.comparisons) == 2 and len(found) == 2 else ()


def added(one: Inequality, other: Inequality, times: float) -> Inequality:
    """What follows from both: the one and a positive multiple of the other, taken together."""
    factors = dict(one.factors)
    for metric, factor in other.factors.items():
        factors[metric] = factors.get(metric, 0) + times * factor
    constant = round(one.constant + times * other.constant, _DIGITS)
    return Inequality(_without_zeros(factors), constant, one.strict or other.strict)


def exclude_each_other(one: Inequality, other: Inequality) -> bool:
    """Whether no values of the metrics can make both hold."""
    for metric, factor in one.factors.items():
        against = other.factors.get(metric, 0)
        if factor * against < 0 and added(one, other, -factor / against).is_impossible:
            return True
    return False


def _pairs(gate: Gate) -> Iterator[tuple[tuple[Term, ...], Comparison]]:
    left = gate.left
    for comparison in gate.comparisons:
        yield left, comparison
        left = comparison.right


def _inequalities(left: tuple[Term, ...], comparison: Comparison) -> Iterator[Inequality]:
    strict = comparison.operator in ("<", ">")
    if comparison.operator in (">", ">=", "=="):
        yield _difference(left, comparison.right, strict)
    if comparison.operator in ("<", "<=", "=="):
        yield _difference(comparison.right, left, strict)


def _difference(larger: tuple[Term, ...], smaller: tuple[Term, ...], strict: bool) -> Inequality:
    constant = 0.0
    factors: dict[str, float] = {}
    for terms, sign in ((larger, 1), (smaller, -1)):
        for term in terms:
            if term.metric is None:
                constant += sign * term.factor
            else:
                name = f"champion.{term.metric.name}" if term.metric.champion else term.metric.name
                factors[name] = factors.get(name, 0) + sign * term.factor
    return Inequality(_without_zeros(factors), round(constant, _DIGITS), strict)


def _without_zeros(factors: Mapping[str, float]) -> Mapping[str, float]:
    return {metric: factor for metric, factor in factors.items() if round(factor, _DIGITS)}
