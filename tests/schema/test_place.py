"""A diagnostic points at what was written, or at the nearest thing above it that was."""

import pytest

from mlspec.schema.place import key_place_of, place_of, place_within
from mlspec.source.document import read_document
from mlspec.source.text import Place, Span

TEXT = "train: {run: 'a:b', gates: [x, y]}\n"


def shown(place: Place) -> str:
    return TEXT[place.span.start : place.span.end]


@pytest.mark.parametrize(
    ("route", "value", "key"),
    [
        (("train", "run"), "'a:b'", "run"),
        (("train", "retries"), "train", "train"),
        (("train", "gates", 1), "y", "y"),
        (("train", "gates", 7), "gates", "gates"),
        (("deploy", "x"), TEXT.strip(), TEXT.strip()),
    ],
)
def test_a_place(route: tuple[str | int, ...], value: str, key: str) -> None:
    document, _ = read_document("a.yaml", TEXT.encode())
    assert document is not None
    assert shown(place_of(document.places, route)).strip() == value
    assert shown(key_place_of(document.places, route)).strip() == key


def test_without_places_there_is_nowhere_to_point() -> None:
    assert place_of({}, ("a",)) == Place("", Span(0, 0))


@pytest.mark.parametrize(
    ("span", "text", "expected"),
    [
        (Span(10, 15), "a > b", Span(12, 13)),
        (Span(10, 17), "a > b", Span(13, 14)),
        (Span(10, 18), "a > b", Span(10, 18)),
    ],
)
def test_a_character_within_a_text(span: Span, text: str, expected: Span) -> None:
    assert place_within(Place("a", span), text, 2, 1) == Place("a", expected)
