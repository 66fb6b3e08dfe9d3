"""YAML reads back as the data that it was made from, by a reader of 1.1 and by this project's own of 1.2."""

import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mlspec.codegen.yaml_text import yaml_text
from mlspec.source.document import read_document

# Lone surrogates have no bytes, so no file holds them.
TEXTS = st.text(st.characters(codec="utf-8"))
WORDS = st.sampled_from(
    ("yes", "No", "on", "null", "~", "1e3", "0x1F", "2013-01-01", "1_000", "12:30", ".inf", "<<", "=")
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS | WORDS
PLAIN = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS | WORDS, inner), max_leaves=20)


@given(PLAIN)
def test_a_document_reads_back_as_its_data(data: object) -> None:
    assert yaml.safe_load(yaml_text(data)) == data


@pytest.mark.parametrize(
    "word", ["yes", "No", "on", "null", "~", "1e3", "0x1F", "0o7", "2013-01-01", "12:30", "<<", "a: b"]
)
def test_a_reader_of_1_2_takes_a_text_for_a_text(word: str) -> None:
    document, faults = read_document("some.yaml", yaml_text({"text": word, "list": [word]}).encode())
    assert document is not None, faults
    assert document.data == {"text": word, "list": [word]}


@pytest.mark.parametrize("number", [math.inf, -math.inf, 1e-05, 1e22, 5e-324])
def test_numbers_of_any_size(number: float) -> None:
    assert yaml.safe_load(yaml_text({"number": number})) == {"number": number}


def test_no_number() -> None:
    assert yaml_text(math.nan) == ".nan\n"


def test_blocks_below_a_comment() -> None:
    data = {"name": "x", "empty": [], "steps": [{"run": "a:b", "with": {"on": "yes"}}, ["c d", 1.5]], "nothing": None}
    assert yaml_text(data, "Compiled.") == (
        "# Compiled.\n"
        "name: x\n"
        "empty: []\n"
        "steps:\n"
        "  - run: a:b\n"
        "    with:\n"
        '      "on": "yes"\n'
        "  - - c d\n"
        "    - 1.5\n"
        "nothing: null\n"
    )


def test_an_object_has_no_form() -> None:
    with pytest.raises(TypeError, match="no form"):
        yaml_text({"x": object()})
