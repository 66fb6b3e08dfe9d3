"""A route is spelled as people spell it, and never ambiguously."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlspec.source.route import Route, format_route


@pytest.mark.parametrize(
    ("route", "spelled"),
    [
        ((), "the document"),
        (("train",), "train"),
        (("evaluate", "gates", 0, "gate"), "evaluate.gates[0].gate"),
        (("metrics", "mrr@10"), "metrics.mrr@10"),
        (("data", "training", "columns", "wind speed"), "data.training.columns['wind speed']"),
        (("columns", "a.b", "c"), "columns['a.b'].c"),
        (("a", ""), "a['']"),
        (("a", "_"), "a._"),
        (("a", "line\nbreak"), "a['line\\nbreak']"),
        (("größe", 3), "größe[3]"),
    ],
)
def test_spelling(route: Route, spelled: str) -> None:
    assert format_route(route) == spelled


routes = st.lists(st.text(max_size=3) | st.integers(0, 20), max_size=4).map(tuple)


@given(routes, routes)
def test_two_routes_are_never_spelled_alike(one: Route, other: Route) -> None:
    assert (format_route(one) == format_route(other)) == (one == other)


@given(routes)
def test_what_is_spelled_can_be_printed(route: Route) -> None:
    assert format_route(route).isprintable()
