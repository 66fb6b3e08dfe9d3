"""Layers merge as the language says, and every value of the result stands where it was written."""

import json
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlspec.source.document import read_document
from mlspec.source.overlay import Layer, MergeRules, overlay, subtree
from mlspec.source.places import find_place
from mlspec.source.route import Route

TARGETS = ("process", "kubernetes")
RUNNERS = ("run", "command")


def expand(route: Route, value: object) -> object:
    """`replicas: 2`, `target: process`, and below an environment the same."""
    match route[-1], value:
        case "replicas", int():
            return {"min": value, "max": value}
        case "target", str():
            return {value: {}}
    return value


def exclusive(route: Route) -> tuple[tuple[str, ...], ...]:
    return (TARGETS,) if route[-1:] == ("target",) else (RUNNERS, ("mlflow", "wandb"))


def in_params(route: Route) -> bool:
    return "params" in route[:-1]


def in_environment(route: Route) -> bool:
    return route[0] == "environments" and len(route) > 2


RULES = MergeRules(expand, exclusive, in_params, in_environment)


def layer(text: str, path: str = "mlproject.yaml") -> Layer:
    document, faults = read_document(path, text.encode())
    assert faults == ()
    assert document is not None
    return Layer(document.data, document.places)


def merged(*texts: str) -> dict[str, object]:
    return overlay([layer(text) for text in texts], RULES).data


@pytest.mark.parametrize(
    ("layers", "result"),
    [
        (["a: 1"], {"a": 1}),
        (["a: 1", "b: 2"], {"a": 1, "b": 2}),
        (["a: 1", "a: 2"], {"a": 2}),
        (["a: {b: 1, c: 2}", "a: {c: 3, d: 4}"], {"a": {"b": 1, "c": 3, "d": 4}}),
        (["a: [1, 2]", "a: [3]"], {"a": [3]}),
        (["a: [{b: 1}]", "a: [{c: 1}]"], {"a": [{"c": 1}]}),
        (["a: {b: 1}", "a: 2"], {"a": 2}),
        (["a: 2", "a: {b: 1}"], {"a": {"b": 1}}),
        (["a: 1", "a: 2", "a: 3"], {"a": 3}),
        # null deletes, also what was never there, and leaves nothing behind
        (["a: 1\nb: 2", "a: null"], {"b": 2}),
        (["a: {b: 1, c: 2}", "a: {b: }"], {"a": {"c": 2}}),
        (["a: {b: 1}", "a: {b: null}"], {"a": {}}),
        (["a: null\nb: {c: null, d: 1}"], {"b": {"d": 1}}),
        (["a: 1", "b: {c: null}"], {"a": 1, "b": {}}),
        (["a: 1", "a: null", "a: 2"], {"a": 2}),
        (["a: [null, {b: null}]"], {"a": [None, {"b": None}]}),
        # in params null is a value, and unset deletes
        (["params: {a: 1, b: 2}", "params: {a: null}"], {"params": {"a": None, "b": 2}}),
        (["params: {a: 1, b: 2}", "params: {a: {unset: true}}"], {"params": {"b": 2}}),
        (["params: {a: {c: 1}, b: 2}", "params: {a: {unset: true}}"], {"params": {"b": 2}}),
        (["params: {a: {unset: true}, b: null}"], {"params": {"b": None}}),
        (["params: {a: {unset: false}}"], {"params": {"a": {"unset": False}}}),
        (["params: {a: {unset: true, b: 1}}"], {"params": {"a": {"unset": True, "b": 1}}}),
        (["a: {b: 1}", "a: {unset: true}"], {"a": {"unset": True}}),
        # short forms expand first
        (["replicas: 2"], {"replicas": {"min": 2, "max": 2}}),
        (["replicas: 2", "replicas: {max: 5}"], {"replicas": {"min": 2, "max": 5}}),
        (["replicas: {min: 1, max: 5}", "replicas: 3"], {"replicas": {"min": 3, "max": 3}}),
        (["deploy: {target: process}"], {"deploy": {"target": {"process": {}}}}),
        # a later member of an exclusive group drops the earlier one with its subtree
        (["train: {run: a, retries: 1}", "train: {command: [b]}"], {"train": {"retries": 1, "command": ["b"]}}),
        (["t: {run: a}", "t: {run: b}"], {"t": {"run": "b"}}),
        (["t: {run: a}", "t: {command: null}"], {"t": {"run": "a"}}),
        (["t: {run: a}", "t: {run: null, command: b}"], {"t": {"command": "b"}}),
        (["t: {run: a}", "t: {run: b, command: c}"], {"t": {"run": "b", "command": "c"}}),
        (["d: {target: {kubernetes: {n: 1}}}", "d: {target: process}"], {"d": {"target": {"process": {}}}}),
        (
            ["d: {target: {kubernetes: {n: 1, m: 1}}}", "d: {target: {kubernetes: {n: 2}}}"],
            {"d": {"target": {"kubernetes": {"n": 2, "m": 1}}}},
        ),
        # what deletes is kept within a layer that is kept for later
        (
            ["environments: {p: {a: null, q: {unset: true}}}"],
            {"environments": {"p": {"a": None, "q": {"unset": True}}}},
        ),
        (
            ["environments: {p: {a: {b: 1}, c: 1}}", "environments: {p: {a: null}}"],
            {"environments": {"p": {"a": None, "c": 1}}},
        ),
        (
            ["environments: {p: {params: {a: {unset: true}}}}", "environments: {p: {params: {a: {b: 1}}}}"],
            {"environments": {"p": {"params": {"a": {"b": 1}}}}},
        ),
        (["environments: {p: {a: 1}}", "environments: {p: null}"], {"environments": {}}),
    ],
)
def test_merging(layers: list[str], result: dict[str, object]) -> None:
    assert merged(*layers) == result


def test_nothing_at_all() -> None:
    assert overlay([], RULES).data == {}
    assert overlay([Layer({}, {})], RULES).data == {}


def test_a_value_stands_where_it_was_written() -> None:
    base = layer("train: {run: a, retries: 2}\nreplicas: 2\ngates: [x, y]\n", "base.yaml")
    spec = layer("train: {run: b}\nreplicas: {max: 5}\nname: n\n", "spec.yaml")
    result = overlay([base, spec], RULES)
    paths = {route: place.value.path for route, place in result.places.items()}
    assert paths == {
        (): "spec.yaml",
        ("train",): "spec.yaml",
        ("train", "run"): "spec.yaml",
        ("train", "retries"): "base.yaml",
        ("replicas",): "spec.yaml",
        ("replicas", "min"): "base.yaml",
        ("replicas", "max"): "spec.yaml",
        ("gates",): "base.yaml",
        ("gates", 0): "base.yaml",
        ("gates", 1): "base.yaml",
        ("name",): "spec.yaml",
    }
    assert result.places["train", "retries"] == base.places["train", "retries"]
    assert result.places["train", "run"] == spec.places["train", "run"]


def test_keys_that_expansion_makes_stand_where_the_short_form_stands() -> None:
    spec = layer("deploy: {replicas: 2}")
    result = overlay([spec], RULES)
    short = spec.places["deploy", "replicas"]
    assert result.places["deploy", "replicas"] == short
    assert result.places["deploy", "replicas", "max"].value == short.value
    assert result.places["deploy", "replicas", "max"].key == short.value
    assert ("deploy", "replicas", "other") not in result.places


def test_within_one_file_a_map_stands_where_it_stood_first() -> None:
    """A field that is missing in every environment is then one fault, not one an environment."""
    spec = layer("deploy: {a: 1}\nenvironments: {p: {deploy: {b: 2}}}")
    base = overlay([spec], RULES)
    result = overlay([base, subtree(base, ("environments", "p"))], RULES)
    assert result.places["deploy",] == spec.places["deploy",]
    assert result.places["deploy", "b"] == spec.places["environments", "p", "deploy", "b"]
    assert find_place(result.places, ("deploy", "missing")) == spec.places["deploy",]


def test_what_was_deleted_or_driven_out_has_no_place() -> None:
    result = overlay([layer("a: {b: {c: 1}}\nt: {run: x}"), layer("a: {b: null}\nt: {command: y}")], RULES)
    assert list(result.places) == [(), ("a",), ("t",), ("t", "command")]
    for route in (("a", "b"), ("a", "b", "c"), ("t", "run")):
        assert route not in result.places
        with pytest.raises(KeyError):
            result.places[route]


def test_what_comes_back_after_a_deletion_stands_where_it_came_back() -> None:
    layers = [layer("a: {b: {c: 1}}", "one"), layer("a: {b: null}", "two"), layer("a: {b: {d: 1}}", "three")]
    result = overlay(layers, RULES)
    assert result.data == {"a": {"b": {"d": 1}}}
    assert result.places["a", "b", "d"].value.path == "three"
    assert result.places["a", "b"].value.path == "three"


def test_an_environment_over_its_spec() -> None:
    spec = layer(
        "replicas: 2\nparams: {p: 1, q: 2}\ntimeout: 1h\ntarget: process\n"
        "environments:\n  production: {replicas: {max: 9}, timeout: null, params: {p: {unset: true}, q: null},"
        " target: {kubernetes: {}}}\n"
    )
    base = overlay([spec], RULES)
    result = overlay([base, subtree(base, ("environments", "production"))], RULES)
    del result.data["environments"]
    assert result.data == {
        "replicas": {"min": 2, "max": 9},
        "params": {"q": None},
        "target": {"kubernetes": {}},
    }
    assert result.places["params", "q"] == spec.places["environments", "production", "params", "q"]


def test_subtrees() -> None:
    spec = layer("environments: {staging: {a: {b: 1}}, other: x}")
    part = subtree(spec, ("environments", "staging"))
    assert part.data == {"a": {"b": 1}}
    assert list(part.places) == [(), ("a",), ("a", "b")]
    assert len(part.places) == 3
    assert part.places["a", "b"] == spec.places["environments", "staging", "a", "b"]
    assert subtree(part, ("a",)).places["b",] == part.places["a", "b"]
    assert ("c",) not in part.places
    for route in (
        ("environments", "other"),
        ("environments", "missing"),
        ("nothing", "at", "all"),
        ("environments", 0),
    ):
        assert subtree(spec, route).data == {}


def test_a_merge_that_was_made_by_the_same_rules_is_not_expanded_again() -> None:
    asked: list[Route] = []

    def count(route: Route, value: object) -> object:
        asked.append(route)
        return expand(route, value)

    rules = MergeRules(count, exclusive, in_params, in_environment)
    base = overlay([layer("a: {b: 1}")], rules)
    assert asked == [("a",), ("a", "b")]
    overlay([base, layer("c: 1")], rules)
    assert asked == [("a",), ("a", "b"), ("c",)]


KEYS = st.sampled_from(
    ["a", "b", "params", "target", "process", "kubernetes", "run", "command", "replicas", "environments", "unset"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["process", "x"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
DATA = st.dictionaries(KEYS, VALUES, max_size=4)


def written(data: dict[str, object], path: str) -> Layer:
    return layer(json.dumps(data), path)


@settings(max_examples=150)
@given(DATA)
def test_merging_a_layer_with_itself_changes_nothing(data: dict[str, object]) -> None:
    once = overlay([written(data, "a")], RULES)
    assert overlay([written(data, "a"), written(data, "a")], RULES) == once
    assert overlay([once, once], RULES) == once
    assert overlay([once], RULES) == once


@given(DATA)
def test_merging_with_an_empty_layer_changes_nothing(data: dict[str, object]) -> None:
    once = overlay([written(data, "a")], RULES)
    empty = Layer({}, {})
    assert overlay([written(data, "a"), empty], RULES) == once
    assert overlay([empty, written(data, "a"), empty], RULES) == once


@settings(max_examples=150)
@given(DATA, DATA, DATA)
def test_merging_in_steps_is_merging_at_once(
    one: dict[str, object], two: dict[str, object], three: dict[str, object]
) -> None:
    layers = [written(data, path) for data, path in ((one, "a"), (two, "b"), (three, "c"))]
    assert overlay([overlay(layers[:2], RULES), layers[2]], RULES) == overlay(layers, RULES)


@given(DATA, DATA)
def test_merging_changes_no_layer(one: dict[str, object], two: dict[str, object]) -> None:
    layers = [written(one, "a"), written(two, "b")]
    before = deepcopy([found.data for found in layers])
    overlay(layers, RULES)
    assert [found.data for found in layers] == before


@settings(max_examples=150)
@given(DATA, DATA)
def test_every_value_has_the_place_of_a_layer_that_wrote_it(one: dict[str, object], two: dict[str, object]) -> None:
    layers = {"a": written(one, "a"), "b": written(two, "b")}
    result = overlay(list(layers.values()), RULES)
    for route, place in result.places.items():
        source = layers[place.value.path]
        nearest = find_place(source.places, route)
        assert nearest is not None
        assert place.value == nearest.value
        value, wrote = value_at(result.data, route), value_at(source.data, route)
        if wrote is not MISSING and not isinstance(value, dict | list):
            assert value == wrote


MISSING = object()


def value_at(data: object, route: Route) -> object:
    for part in route:
        if isinstance(data, dict):
            data = data.get(part, MISSING)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return MISSING
    return data
