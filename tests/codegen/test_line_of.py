"""A fragment is found in its line."""

import pytest

from mlspec.codegen.line_of import line_of


def test_the_line_in_which_a_fragment_first_starts() -> None:
    text = "first\n\nthird third\nfourth"
    assert [line_of(text, fragment) for fragment in ("first", "third", "rd\nfo", "fourth")] == [1, 3, 3, 4]


def test_what_stands_nowhere() -> None:
    with pytest.raises(ValueError, match="substring"):
        line_of("text", "other")
