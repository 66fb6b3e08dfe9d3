"""Sections are told by the first column, and blanking them out moves nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlspec.source.section import blank_out, cut_sections, section_at
from mlspec.source.text import Span


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("# only a comment\n  indented: 1\n", []),
        ("a: 1\nb:\n  c: 2\n- d\n# e\n]\n}\nf: 3", ["a", "b", "f"]),
        ("\"a b\": 1\n'c': 2\n? d\n", ["a b", "c", "?"]),
        ("a:1\nb c: 2\nd\ne # f: 1\n", ["a", "b c", "d", "e"]),
        ("<<<<<<< HEAD\na: 1\n=======\nb: 2\n>>>>>>> x\n||||||| y\n", ["a", "b"]),
        ("x-" + "long" * 40 + ": 1\n", [("x-" + "long" * 40)[:80]]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert [section.name for section in cut_sections(text)] == names


def test_a_section_reaches_to_the_next_one() -> None:
    text = "# top\na: 1\n  # within\n\nb: 2\n"
    sections = cut_sections(text)
    assert [text[section.span.start : section.span.end] for section in sections] == ["a: 1\n  # within\n\n", "b: 2\n"]
    assert section_at(sections, 0) is None
    assert section_at(sections, 6) is sections[0]
    assert section_at(sections, len(text)) is sections[1]


def test_a_crowd_of_sections_ends_in_one() -> None:
    sections = cut_sections("a: 1\n" * 1000)
    assert len(sections) == 200
    assert sections[-1].span.end == 5000


@given(st.text("ab\n\r \u2028", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=3))
def test_blanking_out_keeps_every_other_character_in_its_place(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = [Span(*sorted(pair)) for pair in pairs]
    blank = blank_out(text, *spans)
    assert len(blank) == len(text)
    for offset, (before, after) in enumerate(zip(text, blank, strict=True)):
        if before == "\n" or not any(span.start <= offset < span.end for span in spans):
            assert after == before
        else:
            assert after == " "
