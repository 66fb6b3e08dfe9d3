"""What is said of gates by arithmetic holds for every value that their metrics can have."""

from collections.abc import Mapping
from itertools import product
from math import isinf
from operator import eq, ge, gt, le, lt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlspec.analysis.inequality import ends_of, exclude_each_other, inequalities_of
from mlspec.analysis.metric_ranges import ANYWHERE, range_of
from mlspec.ir.gate import Gate, Metric, Term, metrics_of
from mlspec.spec.gate import parse_gate

OPERATORS = {">=": ge, "<=": le, ">": gt, "<": lt, "==": eq}
METRICS = ["roc_auc", "f1", "rmse", "r2", "mcc", "champion.f1"]

factors = st.sampled_from(["0.5", "1", "2"])
numbers = st.sampled_from(["-1", "0", "0.5", "1", "1.5"])
terms = st.one_of(numbers, st.sampled_from(METRICS), st.builds("{} * {}".format, factors, st.sampled_from(METRICS)))
sums = st.lists(terms, min_size=1, max_size=2).map(" + ".join)
operators = st.sampled_from(list(OPERATORS))
gates = st.one_of(
    st.tuples(sums, operators, sums).map(" ".join), st.tuples(sums, operators, sums, operators, sums).map(" ".join)
).filter(lambda text: any(name in text for name in METRICS))


def holds(gate: Gate, values: Mapping[Metric, float]) -> bool:
    left = total(gate.left, values)
    for comparison in gate.comparisons:
        right = total(comparison.right, values)
        if not OPERATORS[comparison.operator](round(left, 9), round(right, 9)):
            return False
        left = right
    return True


def total(side: tuple[Term, ...], values: Mapping[Metric, float]) -> float:
    return sum(term.factor * (values[term.metric] if term.metric is not None else 1) for term in side)


def corners(*all_gates: Gate) -> list[dict[Metric, float]]:
    """Values at the ends of the ranges and between: where a sum of metrics has its extremes."""
    metrics = sorted({metric for gate in all_gates for metric in metrics_of(gate)}, key=repr)
    lists = []
    for metric in metrics:
        low, high = range_of(metric.name)
        low, high = (-9.0 if isinf(low) else low), (9.0 if isinf(high) else high)
        lists.append((low, (low + high) / 2, high))
    return [dict(zip(metrics, values, strict=True)) for values in product(*lists)]


@given(gates)
def test_what_is_impossible_never_holds_and_what_is_certain_always_does(text: str) -> None:
    gate = parse_gate(text)
    found = inequalities_of(gate)
    verdicts = {holds(gate, values) for values in corners(gate)}
    if any(one.is_impossible for one in (*found, *ends_of(gate))):
        assert verdicts == {False}
    elif all(one.is_certain for one in found):
        assert verdicts == {True}


@given(gates, gates)
def test_gates_that_exclude_each_other_never_hold_together(first: str, second: str) -> None:
    one, other = parse_gate(first), parse_gate(second)
    if any(exclude_each_other(some, against) for some in inequalities_of(one) for against in inequalities_of(other)):
        assert not any(holds(one, values) and holds(other, values) for values in corners(one, other))


@pytest.mark.parametrize(
    ("text", "is_impossible", "is_certain"),
    [
        ("roc_auc >= 1", False, False),
        ("roc_auc > 1", True, False),
        ("roc_auc <= 100%", False, True),
        ("rmse < 0", True, False),
        ("r2 <= 1", False, True),
        ("0.1 + 0.2 >= 0.3 + 0 * f1", False, True),
        ("f1 == 2", True, False),
        ("f1 == f1", False, True),
        ("novelty >= 100", False, False),
    ],
)
def test_one_comparison(text: str, is_impossible: bool, is_certain: bool) -> None:
    found = inequalities_of(parse_gate(text))
    assert any(one.is_impossible for one in found) is is_impossible
    assert all(one.is_certain for one in found) is is_certain


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("roc_auc", (0, 1)),
        ("by_origin.JFK.f1", (0, 1)),
        ("recall@10", (0, 1)),
        ("ndcg_at_5", (0, 1)),
        ("f1_macro", (0, 1)),
        ("R2", (float("-inf"), 1)),
        ("latency_p50_ms", (0, float("inf"))),
        ("mean_absolute_error", (0, float("inf"))),
        ("neg_log_loss", ANYWHERE),
        ("accuracy_percent", ANYWHERE),
        ("profit", ANYWHERE),
    ],
)
def test_ranges_go_by_the_name(metric: str, expected: tuple[float, float]) -> None:
    assert range_of(metric) == expected
