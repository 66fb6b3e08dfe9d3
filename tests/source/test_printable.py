"""libyaml and this project agree on which characters a text may hold."""

import pytest
from yaml._yaml import CParser
from yaml.error import YAMLError

from mlspec.source.printable import find_unprintable


@pytest.mark.parametrize("plane", range(17))
def test_what_does_not_print_is_what_yaml_refuses(plane: int) -> None:
    """All of Unicode; libyaml lets byte order marks pass in the middle of a text, where nobody would see them."""
    letters = [chr(code) for code in range(plane << 16, (plane + 1) << 16) if not 0xD800 <= code <= 0xDFFF]
    hidden = find_unprintable("".join(letters))
    candidates = [letter for letter in letters if letter in hidden or not letter.isprintable()]
    refused = "".join(letter for letter in candidates if not is_read(letter))
    assert hidden == "".join(sorted(refused + ("\ufeff" if plane == 0 else "")))
    assert is_read("".join(letter for letter in letters if letter not in hidden + LINE_ENDS))


LINE_ENDS = "\n\r\x85\u2028\u2029"  # to libyaml; what stands after one is no comment


def is_read(text: str) -> bool:
    parser = CParser(f"# {text}\n")
    try:
        while parser.get_event() is not None:
            pass
    except YAMLError:
        return False
    return True
