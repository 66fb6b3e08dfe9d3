"""Nodes know their route, compare by value, never change, and build nothing that they cannot hold."""

from typing import Annotated

import pytest
from pydantic_core import ValidationError

from mlspec.schema.leaf import Count, Name, Share, Text, integer
from mlspec.schema.node import INHERITED, NOTHING, Effect, Entries, Node, Role, field, model_at, set_routes


class Inner(Node):
    """Inside."""

    short_forms = ({"type": "integer"},)

    count: Count = field(3, doc="How many.", effects=INHERITED)

    @classmethod
    def expand(cls, value: object) -> object:
        return {"count": value} if isinstance(value, int) else value


class Outer(Node):
    """Outside."""

    listed = ("names",)

    with_: Text = field("x", doc="With what.", effects=NOTHING, key="with")
    names: tuple[Name, ...] = field((), doc="Names.", effects=NOTHING)
    one: Inner = field(doc="One.", effects=INHERITED, factory=dict)
    many: tuple[Inner, ...] = field((), doc="Many.", effects=Effect.ROLLOUT)
    mapped: dict[Name, Inner] = field({}, doc="Mapped.", effects=((Role.DEPLOY, Effect.IN_PLACE),))


class Named(Entries):
    """By name."""

    root: dict[Name, Outer] = field(doc="Outer ones.", effects=INHERITED)


def test_a_node_is_made_of_what_could_be_written() -> None:
    node = Outer(**{"with": "y", "many": [1, {"count": 2}], "mapped": {"a": 5}, "names": "b"})
    assert (node.with_, node.names, node.one) == ("y", ("b",), Inner())
    assert [inner.count for inner in (*node.many, node.mapped["a"])] == [1, 2, 5]
    assert node.written == {"with_", "names", "many", "mapped"}


def test_nodes_compare_by_value() -> None:
    assert Outer(one=3) == Outer()
    assert Outer(one=4) != Outer()
    assert Outer() != Inner()
    assert repr(Inner()) == "Inner(count=3)"


def test_a_node_never_changes() -> None:
    node = Inner()
    with pytest.raises(AttributeError, match="frozen"):
        node.count = 4  # type: ignore[misc]  # what the test is about
    with pytest.raises(AttributeError, match="frozen"):
        del node.count


def test_defaults_are_not_shared() -> None:
    first, second = Outer(), Outer()
    set_routes(first, ("a",))
    set_routes(second, ("b",))
    assert first.one.route == ("a", "one")
    assert second.one.route == ("b", "one")
    assert first.mapped is not second.mapped


def test_every_node_knows_its_route() -> None:
    node = Outer(many=[1, 2], mapped={"a": 1})
    assert node.route == ()
    set_routes(node, ("top", 0))
    assert node.one.route == ("top", 0, "one")
    assert node.many[1].route == ("top", 0, "many", 1)
    assert node.mapped["a"].route == ("top", 0, "mapped", "a")


def test_a_route_leads_only_to_fields_that_are_there() -> None:
    node = Outer()
    set_routes(node, ("top",))
    assert node.at("with") == node.at("with_") == ("top", "with")
    assert node.at("many", 1, "count") == ("top", "many", 1, "count")
    with pytest.raises(LookupError):
        node.at("wiht")


def test_entries_stand_right_below_their_node() -> None:
    node = Named(a={}, b={"one": 2})
    set_routes(node, ("data",))
    assert node.root["b"].one.route == ("data", "b", "one")
    assert node.at("b", "one") == ("data", "b", "one")
    with pytest.raises(LookupError):
        node.at("c")


@pytest.mark.parametrize(
    ("route", "model"),
    [
        ((), Named),
        (("a",), Outer),
        (("a", "one"), Inner),
        (("a", "many"), None),
        (("a", "many", 0), Inner),
        (("a", "mapped", "k"), Inner),
        (("a", "with"), None),
        (("a", "wiht", "x"), None),
    ],
)
def test_the_model_at_a_route(route: tuple[str | int, ...], model: type[Node] | None) -> None:
    assert model_at(Named, route) is model


def test_a_value_out_of_bounds_is_refused() -> None:
    with pytest.raises(ValidationError):
        Inner(count=-1)


def test_a_field_without_a_declaration_is_a_bug() -> None:
    with pytest.raises(TypeError, match="not declared by field"):
        type("Bad", (Node,), {"__annotations__": {"a": Text}, "a": 3})
    with pytest.raises(TypeError, match="not declared by field"):
        type("Bad", (Node,), {"__annotations__": {"a": Text}})


def test_a_field_that_hides_a_part_of_every_node_is_a_bug() -> None:
    with pytest.raises(TypeError, match="hides what every node has"):
        type("Bad", (Node,), {"__annotations__": {"route": Text}, "route": field("", doc="A.", effects=NOTHING)})


@pytest.mark.parametrize("annotation", [int, list[Text], dict[str, int], Text | Count])
def test_a_field_of_no_known_form_is_a_bug(annotation: object) -> None:
    with pytest.raises(TypeError, match="neither a node nor a leaf"):
        type("Bad", (Node,), {"__annotations__": {"a": annotation}, "a": field(3, doc="A.", effects=NOTHING)})


def test_documentation_and_effects_are_never_left_out() -> None:
    with pytest.raises(TypeError):
        field(3, effects=NOTHING)  # type: ignore[call-arg]  # what the test is about
    with pytest.raises(TypeError):
        field(3, doc="A.")  # type: ignore[call-arg]  # what the test is about


def test_a_subclass_adds_to_the_fields_of_its_class() -> None:
    class More(Inner):
        """More."""

        share: Share = field(0.5, doc="A share.", effects=NOTHING)
        size: Annotated[int, integer(1, 9)] = field(1, doc="A size.", effects=NOTHING)

    assert list(More.fields) == ["count", "share", "size"]
    assert More(share="30%", size=9).share == 0.3
    with pytest.raises(ValidationError):
        More(size=10)
