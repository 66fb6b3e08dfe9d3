"""Numbers with a text are numbers in every other way."""

import copy
import json
import pickle

import pytest

from mlspec.source.scalar import PlainScalars, SourceFloat, SourceInt, read_plain, source_text


@pytest.mark.parametrize("text", ["3.10", "017", "-.5", "0x1F"])
def test_a_number_with_a_text(text: str) -> None:
    value = read_plain(text)
    assert isinstance(value, SourceInt | SourceFloat)
    plain = int(value) if isinstance(value, int) else float(value)
    assert value == plain
    assert hash(value) == hash(plain)
    assert repr(value) == repr(plain)
    assert json.dumps(value) == json.dumps(plain)
    assert type(value + 0) is type(plain)
    for twin in (copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert twin == value
        assert twin.text == text


def test_the_text_of_any_number() -> None:
    assert [source_text(number) for number in (3.1, SourceFloat(3.1, "3.10"), 7, SourceInt(7, "07"))] == [
        "3.1",
        "3.10",
        "7",
        "07",
    ]


def test_what_is_remembered_is_bounded() -> None:
    scalars = PlainScalars()
    assert [scalars[str(number)] for number in range(5000)] == list(range(5000))
    assert scalars["x" * 100] == "x" * 100
    assert len(scalars) == 4096
