"""Offsets become lines and columns as editors and git count them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlspec.source.text import Position, SourceText


@pytest.mark.parametrize(
    ("content", "offset", "position"),
    [
        ("", 0, (1, 1)),
        ("abc", 0, (1, 1)),
        ("abc", 3, (1, 4)),
        ("a\nb", 1, (1, 2)),
        ("a\nb", 2, (2, 1)),
        ("a\n", 2, (2, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("a\u2028b\x85c", 4, (1, 5)),
        ("😀\n😀x", 3, (2, 2)),
        ("ab", 99, (1, 3)),
        ("ab", -5, (1, 1)),
    ],
)
def test_position(content: str, offset: int, position: tuple[int, int]) -> None:
    assert SourceText("x", content).position(offset) == Position(*position)


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("", [""]),
        ("a\nb\n", ["a", "b", ""]),
        ("a\r\nb", ["a", "b"]),
        ("a\rb\x0bc\u2029d", ["a\rb\x0bc\u2029d"]),
        ("a\r\r\n", ["a\r", ""]),
    ],
)
def test_lines(content: str, lines: list[str]) -> None:
    text = SourceText("x", content)
    assert [text.line(number) for number in range(1, len(lines) + 1)] == lines
    assert text.line(0) == text.line(len(lines) + 1) == ""


@given(st.text(alphabet="a\n\r\u2028😀", max_size=30), st.integers(0, 40))
def test_a_position_leads_back_to_its_character(content: str, offset: int) -> None:
    text = SourceText("x", content)
    found = text.position(offset)
    before = content.split("\n")[: found.line - 1]
    assert sum(len(line) + 1 for line in before) + found.column - 1 == min(offset, len(content))
