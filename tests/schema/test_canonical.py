"""Equal meanings have equal canonical values."""

from typing import Annotated

import pytest

from mlspec.schema.canonical import canonical_value, facets_of
from mlspec.schema.leaf import Count, Duration, Name, ParamName, ParamValue, PositiveDuration, Text, WordOr, parsed
from mlspec.schema.names import parse_name
from mlspec.schema.node import INHERITED, NOTHING, Effect, Node, Role, field, set_routes
from mlspec.schema.references import (
    AsOfReference,
    ContextReference,
    EnvReference,
    FileReference,
    LiteralValue,
    OutputReference,
    ParamReference,
    SecretReference,
)
from mlspec.schema.units import CalendarOffset, Cpu, Memory
from mlspec.vocabulary.calendar_unit import CalendarUnit
from mlspec.vocabulary.run_context import RunContext


@pytest.mark.parametrize(
    ("value", "canonical"),
    [
        (None, None),
        (True, True),
        (1, 1),
        (1.0, 1.0),
        ("a", "a"),
        ([1, {"a": (2,)}], [1, {"a": [2]}]),
        (float("inf"), {"float": "inf"}),
        (float("nan"), {"float": "nan"}),
        (CalendarUnit.MONTH, "month"),
        (CalendarOffset(months=-6), "-6mo"),
        (Memory(4 * 1024**3), "4Gi"),
        (Cpu(500), "500m"),
        (EnvReference("A"), {"env": "A"}),
        (EnvReference("A", 0), {"env": "A", "default": 0}),
        (SecretReference("A"), {"secret": "A"}),
        (
            AsOfReference(CalendarOffset(days=-1), CalendarUnit.DAY, "%Y"),
            {"as_of": "-1d", "floor": "day", "format": "%Y"},
        ),
        (AsOfReference(CalendarOffset()), {"as_of": "0d"}),
        (FileReference("a"), {"file": "a"}),
        (ParamReference("a"), {"param": "a"}),
        (OutputReference("a"), {"output": "a"}),
        (ContextReference(RunContext.RUN_ID), {"context": "run_id"}),
        (LiteralValue({"env": 1}), {"literal": {"env": 1}}),
    ],
)
def test_a_canonical_value(value: object, canonical: object) -> None:
    assert canonical_value(value) == canonical


def test_a_value_of_no_known_form_is_a_bug() -> None:
    with pytest.raises(TypeError, match="no canonical form"):
        canonical_value(object())


class Inner(Node):
    """Inside."""

    count: Count = field(3, doc="How many.", effects=INHERITED)
    note: Text = field("", doc="A note.", effects=NOTHING)
    timeout: PositiveDuration | None = field(None, doc="How long.", effects=Effect.IN_PLACE)


_UPPER = parsed(str, {"type": "string"}, str.upper)


class Outer(Node):
    """Outside."""

    effects = ((Role.TRAIN, Effect.RERUN), (Role.DEPLOY, Effect.ROLLOUT))

    one: Inner | None = field(None, doc="One.", effects=INHERITED)
    many: tuple[Inner, ...] = field((), doc="Many.", effects=((Role.MONITOR, Effect.RESTART),))
    mapped: dict[Name, Inner] = field({}, doc="Mapped.", effects=INHERITED)
    params: dict[ParamName, ParamValue] = field({}, doc="Params.", effects=INHERITED)
    spans: dict[Name, Duration] = field({}, doc="Spans.", effects=INHERITED)
    words: tuple[Annotated[str, _UPPER], ...] = field(("a",), doc="Words.", effects=INHERITED)
    either: Annotated[dict[str, Inner] | str | None, WordOr(parse_name, dict[Name, Inner], {})] = field(
        None, doc="A word, or a map.", effects=INHERITED
    )


def facets(**values: object) -> dict[str, object]:
    node = Outer(**values)
    set_routes(node, ("top",))
    return {".".join(map(str, route[1:])): value for route, value, _ in facets_of(node)}


def test_what_is_empty_by_default_and_in_fact_is_left_out() -> None:
    assert facets() == {"words": ["A"]}
    assert facets(words=[]) == {"words": []}


def test_every_value_has_a_facet() -> None:
    assert facets(
        one={"timeout": "90m"},
        many=[{}, {"note": "x"}],
        mapped={"k": {"count": 4}},
        params={"grid": {"depth": [3, 5], "none": None, "empty": {}}, "file": {"file": "a"}},
        spans={"p50": "60m"},
        words=["x", "y"],
        either="w",
    ) == {
        "one.count": 3,
        "one.timeout": "1h30m",
        "many.0.count": 3,
        "many.1.count": 3,
        "many.1.note": "x",
        "mapped.k.count": 4,
        "params.grid.depth": [3, 5],
        "params.grid.none": None,
        "params.grid.empty": {},
        "params.file": {"file": "a"},
        "spans.p50": "1h",
        "words": ["X", "Y"],
        "either": "w",
    }
    assert facets(either={"a": {}}) == {"words": ["A"], "either.a.count": 3}


def test_effects_are_inherited_unless_a_field_has_its_own() -> None:
    node = Outer(one={"note": "x", "timeout": "1h"}, many=[{"timeout": "1h"}])
    set_routes(node, ("top",))
    assert {".".join(map(str, route)): effects for route, _, effects in facets_of(node)} == {
        "top.one.count": Outer.effects,
        "top.one.note": (),
        "top.one.timeout": ((Role.TRAIN, Effect.IN_PLACE), (Role.DEPLOY, Effect.IN_PLACE)),
        "top.many.0.count": ((Role.MONITOR, Effect.RESTART),),
        "top.many.0.timeout": ((Role.MONITOR, Effect.IN_PLACE),),
        "top.words": Outer.effects,
    }
    assert {effects for _, _, effects in facets_of(node, ())} == {
        (),
        ((Role.MONITOR, Effect.RESTART),),
        ((Role.MONITOR, Effect.IN_PLACE),),
    }
