"""A broken expression means what it means on one line, and stays within the line where it can be broken at all."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlspec.codegen.code import Code
from mlspec.codegen.line_breaks import LINE, Expression, Group, Text, behind, group, laid_out, one_line, python_tuple
from mlspec.codegen.python_literal import python_literal

TEXTS = st.text(st.characters(codec=None), max_size=30) | st.text("ab c\n\"'\\{}", min_size=80, max_size=400)
VALUES = st.recursive(
    st.integers() | st.booleans() | TEXTS,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(TEXTS, inner, max_size=6),
    max_leaves=30,
)


def expression_of(value: object) -> Expression:
    match value:
        case str():
            return Text("", value)
        case dict():
            items = (behind(f"{python_literal(key)}: ", expression_of(item)) for key, item in value.items())
            return group("{", items, "}")
        case list():
            return group("[", map(expression_of, value), "]")
        case _:
            return Code(python_literal(value))


@given(VALUES, st.integers(0, 40), st.integers(0, 10))
def test_a_broken_value_reads_back(value: object, indent: int, tail: int) -> None:
    expression = expression_of(value)
    pad = " " * indent
    assert ast.literal_eval(laid_out(expression, indent, tail)) == value
    assert ast.literal_eval(one_line(expression)) == value
    block = f"if True:\n{pad} x = {laid_out(behind('', expression), indent + 1)}\n"
    ast.parse(block.encode())


@given(st.lists(TEXTS, max_size=20))
def test_texts_keep_within_the_line(texts: list[str]) -> None:
    for line in laid_out(expression_of(texts), 4).splitlines():
        assert len(line) <= LINE


def test_what_fits_stays_on_its_line() -> None:
    call = group("f(", (Code("a=1"), Code("b=2")), ")")
    assert laid_out(call, LINE - 11) == "f(a=1, b=2)"
    assert laid_out(call, LINE - 10).count("\n") == 3
    assert laid_out(call, LINE - 11, tail=1).count("\n") == 3


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        (Group("f(", (), ")"), "f()"),
        (python_tuple([Code("a")]), "(a,)"),
        (python_tuple([Code("a"), Code("b")]), "(a, b)"),
        (behind("x = ", Text("", "a")), 'x = "a"'),
        (behind("return ", group("f(", (Code("a"),), ")")), "return f(a)"),
    ],
)
def test_short_ones(expression: Expression, told: str) -> None:
    assert laid_out(expression) == told


def test_a_call_within_a_call_is_broken_from_the_outside() -> None:
    inner = group("inner(", (Code("a" * 60), Code("b" * 60)), ")")
    assert laid_out(group("return outer(", (inner,), ")"), 4) == (
        f"return outer(\n        inner(\n            {'a' * 60},\n            {'b' * 60},\n        )\n    )"
    )
