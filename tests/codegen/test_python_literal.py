"""A literal reads back as the value that it was made from."""

import ast
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlspec.codegen.code import dotted, identifier, prose
from mlspec.codegen.python_literal import python_literal

TEXTS = st.text(st.characters(codec=None))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


@given(PLAIN)
def test_a_literal_reads_back_as_its_value(value: object) -> None:
    spelled = python_literal(value)
    assert ast.literal_eval(spelled) == value
    assert "\n" not in spelled


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_numbers_without_a_literal_are_spelled_as_calls(value: float) -> None:
    assert repr(eval(python_literal(value), {"float": float})) == repr(value)


def test_an_object_has_no_literal() -> None:
    with pytest.raises(TypeError, match="no literal"):
        python_literal(object())


@given(TEXTS)
def test_prose_cannot_leave_a_docstring(text: str) -> None:
    tree = ast.parse(f'"""{prose(text)} """\n# {prose(text)}\nx = 1\n'.encode())
    assert [type(statement) for statement in tree.body] == [ast.Expr, ast.Assign]


@pytest.mark.parametrize("name", ["", "a b", "class", "a-b", "1a", "a\n"])
def test_only_names_become_identifiers(name: str) -> None:
    with pytest.raises(ValueError, match="no identifier"):
        identifier(name)
    with pytest.raises(ValueError, match="no identifier"):
        dotted(f"os.{name}")
