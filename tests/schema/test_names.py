"""Names that files, labels, registries and Python can all carry."""

from collections.abc import Callable

import pytest

from mlspec.schema import names
from mlspec.schema.refusal import Refused
from mlspec.source.scalar import SourceFloat

HOSTILE = ["", " ", "a/b", "..", "a b", "a\nb", "a" * 300, "a\0", "'; rm -rf", "{{ x }}", "${{ x }}", "é", "1a", "a\n"]


@pytest.mark.parametrize("text", ["a", "flight-delay", "x" * 53, "a1-2"])
def test_a_name(text: str) -> None:
    assert names.parse_name(text) == text


@pytest.mark.parametrize("text", [*HOSTILE, "Flight", "flight_delay", "-a", "x" * 54])
def test_no_name(text: str) -> None:
    with pytest.raises(Refused):
        names.parse_name(text)


@pytest.mark.parametrize(
    ("text", "instead"),
    [("FlightDelay", "flight-delay"), ("flight_delay", "flight-delay"), ("Two words", "two-words"), ("§", None)],
)
def test_a_name_that_was_meant(text: str, instead: str | None) -> None:
    with pytest.raises(Refused) as refused:
        names.parse_name(text)
    assert refused.value.instead == instead


@pytest.mark.parametrize("text", [*HOSTILE, "a-b", "class", "None", "x" * 65])
def test_no_name_in_python(text: str) -> None:
    with pytest.raises(Refused):
        names.parse_identifier(text)


@pytest.mark.parametrize("text", [*HOSTILE, "latest", "v1", "v22", "Champion"])
def test_no_alias(text: str) -> None:
    with pytest.raises(Refused):
        names.parse_alias(text)


@pytest.mark.parametrize("text", ["champion", "v1-candidate", "blue_green"])
def test_an_alias(text: str) -> None:
    assert names.parse_alias(text) == text


@pytest.mark.parametrize("text", ["a:b", "pkg.mod:func", "_p.m2:_f"])
def test_an_entry_point(text: str) -> None:
    assert names.parse_entry_point(text) == text


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("pkg.mod.func", "pkg.mod:func"),
        ("pkg.mod:Class.method", None),
        ("pkg/mod.py:func", None),
        ("func", None),
        ("a:b:c", None),
        ("a:b\n", None),
        (":f", None),
        ("__import__('os')", None),
    ],
)
def test_no_entry_point(text: str, instead: str | None) -> None:
    with pytest.raises(Refused) as refused:
        names.parse_entry_point(text)
    assert refused.value.instead == instead


@pytest.mark.parametrize("text", ["a", "src/pkg", "../shared/x.csv", "a b.csv", "data-2013.parquet"])
def test_a_path(text: str) -> None:
    assert names.parse_path(text) == text


@pytest.mark.parametrize(
    "text", ["", " ", "/etc/passwd", "~/x", "C:\\x", "C:/x", "a\\b", "a\0b", "a\nb", "s3://b/k", "\ud800"]
)
def test_no_path(text: str) -> None:
    with pytest.raises(Refused):
        names.parse_path(text)


@pytest.mark.parametrize(("value", "text"), [("3.11", "3.11"), (SourceFloat(3.1, "3.10"), "3.10"), (3.11, "3.11")])
def test_a_version_of_python_is_read_from_the_text(value: object, text: str) -> None:
    assert names.parse_python_version(value) == text


@pytest.mark.parametrize("value", ["3.11.2", "2.7", "4.0", 3, True, None, ">=3.11", "3.11\n", 3.111])
def test_no_version_of_python(value: object) -> None:
    with pytest.raises(Refused):
        names.parse_python_version(value)


@pytest.mark.parametrize("parse", [names.parse_column_name, names.parse_param_name])
def test_readable_text_names_a_column(parse: Callable[[object], str]) -> None:
    assert parse("Größe (m²)") == "Größe (m²)"
    for text in ("", "\t", "a\nb", "a\0", "x" * 257):
        with pytest.raises(Refused):
            parse(text)
    with pytest.raises(Refused) as refused:
        parse(2013)
    assert refused.value.instead == "2013"


@pytest.mark.parametrize(
    "text", ["2013-01-31", "2024-02-29", "2013-01-31T18:00", "2013-01-31 18:00:05", "2013-01-31T18:00Z"]
)
def test_a_date(text: str) -> None:
    assert names.is_date(text)


@pytest.mark.parametrize(
    "text", ["2013-02-29", "31.01.2013", "2013", "2013-01", "2013-1-1", "2013-01-31T25:00", "x", "2013-01-31\n"]
)
def test_no_date(text: str) -> None:
    assert not names.is_date(text)
