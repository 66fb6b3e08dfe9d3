"""Gates are chains of comparisons between sums, and a gate that cannot be read points at the character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlspec.ir.gate import Comparison, Gate, Metric, Term
from mlspec.schema.refusal import Refused
from mlspec.spec.gate import canonical_gate, parse_gate


@pytest.mark.parametrize(
    ("text", "left", "comparisons"),
    [
        ("f1 >= 0.7", (Term(1, Metric("f1")),), (Comparison(">=", (Term(0.7),)),)),
        ("f1>=70%", (Term(1, Metric("f1")),), (Comparison(">=", (Term(0.7),)),)),
        ("0.5 < f1 < 0.9", (Term(0.5),), (Comparison("<", (Term(1, Metric("f1")),)), Comparison("<", (Term(0.9),)))),
        (
            "mrr@10 >= champion.mrr@10 - 0.5%",
            (Term(1, Metric("mrr@10")),),
            (Comparison(">=", (Term(1, Metric("mrr@10", champion=True)), Term(-0.005))),),
        ),
        (
            "rmse <= 1.1 * champion.rmse + -2",
            (Term(1, Metric("rmse")),),
            (Comparison("<=", (Term(1.1, Metric("rmse", champion=True)), Term(-2))),),
        ),
        ("a * 2 - b * 3 == 0", (Term(2, Metric("a")), Term(-3, Metric("b"))), (Comparison("==", (Term(0),)),)),
        ("by.origin.JFK.f-1 > 1e-3", (Term(1, Metric("by.origin.JFK.f-1")),), (Comparison(">", (Term(0.001),)),)),
        ("2 * 3 * 1 < a", None, None),
    ],
)
def test_a_gate(text: str, left: tuple[Term, ...] | None, comparisons: tuple[Comparison, ...] | None) -> None:
    if left is None or comparisons is None:
        with pytest.raises(Refused):
            parse_gate(text)
        return
    assert parse_gate(text) == Gate(text, left, comparisons)


def test_lengths_of_time_stand_only_where_a_service_is_watched() -> None:
    assert parse_gate("latency_p95 <= 300ms", durations=True).comparisons == (Comparison("<=", (Term(0.3),)),)
    with pytest.raises(Refused):
        parse_gate("latency_p95 <= 300ms")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("f1 >= 0.7 and f2 > 1", "and"),
        ("f1 => 0.7", "=>"),
        ("f1 != 0.7", "!="),
        ("f1 0.7", "0.7"),
        ("f1+f2 > 1", "f1+f2"),
        ("f1 > 1.2.3", "1.2.3"),
        ("f1 > .5", ".5"),
        ("f1 > 0.5 * x * 2", "*"),
        ("if f1 > 2", "if"),
        ("champion > 2", "champion"),
        ("champion. > 2", "champion."),
        ("a * b > 2", "b"),
        ("f1 > max(1, 2)", "max(1,"),
        ("f1 > 1_000", "1_000"),
        ("f1 > \u0661", "\u0661"),
        ("f1 > nan > 1 > 2", "f1 > nan > 1 > 2"),
        ("1 > 2", "1 > 2"),
    ],
)
def test_what_cannot_be_read_is_shown(text: str, shown: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_gate(text)
    offset = refused.value.offset
    assert offset is not None
    assert text[offset : offset + refused.value.length] == shown


@pytest.mark.parametrize("text", ["", " ", "f1", "f1 >=", ">= 3", "f1 >= 0.9 *"])
def test_a_gate_that_ends_too_early(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_gate(text)
    assert refused.value.offset is not None


METRICS = st.from_regex(r"\A(champion\.)?[a-z_][a-z0-9_@]{0,8}(\.[a-z0-9]{1,4})?\Z").filter(
    lambda name: name not in ("champion", "and", "or", "not", "if")
)
NUMBERS = st.floats(-1e6, 1e6).map(lambda number: f"{number:.4f}")
TERMS = st.one_of(METRICS, NUMBERS, st.tuples(NUMBERS, METRICS).map(" * ".join))
SUMS = st.lists(TERMS, min_size=1, max_size=3).map(" + ".join)


@given(METRICS, st.sampled_from([">=", "<=", ">", "<", "=="]), SUMS)
def test_one_form_for_all_spellings(left: str, operator: str, right: str) -> None:
    gate = parse_gate(f"{left} {operator} {right}")
    canonical = canonical_gate(gate)
    assert canonical_gate(parse_gate(canonical)) == canonical
    assert canonical_gate(parse_gate(f"{left}{operator}{right}".replace(" + ", "   +  "))) == canonical


@given(st.text(max_size=40))
def test_any_text_is_a_gate_or_refused_at_a_place_in_it(text: str) -> None:
    offset: int | None = 0
    try:
        parse_gate(text, durations=True)
    except Refused as refused:
        offset = refused.offset
    assert offset is not None
    assert 0 <= offset <= len(text)
