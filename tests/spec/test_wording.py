"""Whatever stands in a spec is understood or told in the house's voice, at a place, and fixes mend what they say."""

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mlspec.diagnostics.diagnostic import Diagnostic, Fix
from mlspec.schema.field import Holds
from mlspec.schema.json_schema import language_schema
from mlspec.schema.node import Node
from mlspec.schema.rules import RULES
from mlspec.schema.validation import Invalid, validate_section, validate_top
from mlspec.source.overlay import Layer, overlay
from mlspec.source.places import NodePlace
from mlspec.source.route import Route
from mlspec.source.scalar import SourceFloat, SourceInt
from mlspec.source.text import Place, Span
from mlspec.spec.merge_rules import merge_rules
from mlspec.spec.project import HEADER, SECTIONS
from mlspec.vocabulary.edit import Edit

CASES = Path(__file__).parent / "cases"
FOREIGN = re.compile(
    r"pydantic|Input should|Field required|Extra inputs|Value error|valid (string|integer|number|boolean|dict|list|tuple)"  # noqa: E501
    r"|Keys should|unable to|unicode|<class|object at|None\b|True|False|Refused|dict\b|tuple\b|\bstr\b|\bint\b",
)
WRONG: tuple[Any, ...] = (
    *(
        None,
        True,
        0,
        -1,
        3,
        10**30,
        0.5,
        -2.5,
        SourceFloat(3.1, "3.10"),
        SourceInt(17, "017"),
        float("nan"),
        float("inf"),
    ),
    *("", " ", "x", "yes", "3", "\0", "a\nb", "${{ x }}", "é" * 300, [], [None], ["x"], [[]], [{}], [3], {}),
    *({"x": 1}, {1: 2}, {None: None}, {"": {}}, {"env": "A"}, {"secret": "A"}, {"literal": 3}, {"as_of": 3}, {"x": {}}),
    *({"x": {"x": 1}}, {"run": 3}, {"type": "text"}, {"min": 2, "max": 1}),
)

SOMEWHERE = NodePlace(None, Place("s", Span(0, 0)))


def validated(name: str, value: Any, backends: Any) -> tuple[Any, tuple[Diagnostic, ...]]:
    return validate_section(name, SECTIONS[name], Layer({name: value}, {(): SOMEWHERE}), backends)


def said(diagnostic: Diagnostic) -> Iterator[str]:
    """What the language itself says, without the user's words."""
    for text in (diagnostic.message, *diagnostic.help, *(label.text for label in diagnostic.labels)):
        yield re.sub(r"`[^`]*`", "``", text)


def assert_well_said(diagnostics: tuple[Diagnostic, ...]) -> None:
    known = {rule.name for rule in RULES}
    for diagnostic in diagnostics:
        assert diagnostic.rule in known
        assert diagnostic.labels[0].place.path == "s"
        for text in said(diagnostic):
            assert not FOREIGN.search(text), text
            assert not text.endswith("."), text
            assert "\n" not in text
            assert text[:1] == text[:1].lower(), text
        assert "cannot stand here" not in diagnostic.message or diagnostic.rule == "bad-reference"


def positions(model: type[Node], route: Route = ()) -> Iterator[tuple[Route, type[Node]]]:
    """The route of every field of the language; keys and indices of the user's own are `k` and 0."""
    for field in model.fields.values():
        if field.declared.gathered:
            continue
        here = route if field.name == "root" else (*route, field.key)
        step: Route = {Holds.ONE: (), Holds.LIST: (0,), Holds.MAP: ("k",)}[field.holds]
        yield here, model
        if step:
            yield (*here, *step), model
        if field.node is not None and len(route) < 8:
            yield from positions(field.node, (*here, *step))


def planted(route: Route, value: Any) -> Any:
    for step in reversed(route):
        value = [value] if isinstance(step, int) else {step: value}
    return value


@pytest.mark.parametrize("name", SECTIONS)
def test_an_editor_accepts_whatever_value_the_compiler_does(name: str, backends: Any) -> None:
    options = {concern: dict.fromkeys(names) for concern, names in backends.items()}
    schema = Draft202012Validator(json.loads(language_schema(HEADER, {name: SECTIONS[name]}, options)))
    for route, _ in positions(SECTIONS[name]):
        for value in WRONG:
            section, _ = validated(name, planted(route, value), backends)
            if not isinstance(section, Invalid) and has_text_keys(value):
                assert schema.is_valid({"mlspec": 1, "name": "x", name: planted(route, value)}), (route, value)


def has_text_keys(value: Any) -> bool:
    return not isinstance(value, dict) or all(
        isinstance(key, str) and has_text_keys(item) for key, item in value.items()
    )


@pytest.mark.parametrize("name", SECTIONS)
def test_a_wrong_value_anywhere_is_told_in_our_words(name: str, backends: Any) -> None:
    for route, _ in positions(SECTIONS[name]):
        for value in WRONG:
            section, diagnostics = validated(name, planted(route, value), backends)
            assert isinstance(section, Invalid) == bool(diagnostics)
            assert_well_said(diagnostics)


def test_a_wrong_value_at_the_top_is_told_in_our_words() -> None:
    for field in HEADER.fields.values():
        for value in WRONG:
            _, diagnostics = validate_top(
                HEADER, SECTIONS, Layer({"mlspec": 1, "name": "x", field.key: value}, {(): SOMEWHERE})
            )
            assert_well_said(diagnostics)


KEYS = st.sampled_from(
    sorted({field.key for model in SECTIONS.values() for field in model.fields.values()} | {"x", "run"})
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.floats(-2, 2),
    st.text(max_size=5),
    st.sampled_from(["1d", "4Gi", "a:b", "psi"]),
)
DATA = st.recursive(
    SCALARS,
    lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(KEYS, below, max_size=4)),
    max_leaves=12,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(SECTIONS)), DATA)
def test_any_data_is_valid_or_told(name: str, data: Any) -> None:
    section, diagnostics = validated(name, data, {})
    assert isinstance(section, Invalid) == bool(diagnostics)
    assert_well_said(diagnostics)


def faulty() -> list[str]:
    return sorted(path.parent.name for path in CASES.glob("*/expected.txt"))


@pytest.mark.parametrize("name", faulty())
def test_a_fix_mends_its_fault(name: str, validate: Callable[[str], Any], backends: Any) -> None:
    found = validate((CASES / name / "mlproject.yaml").read_text(encoding="utf-8"))
    for diagnostic in found.diagnostics:
        for fix in diagnostic.fixes:
            data = deepcopy(found.layer.data)
            apply_fix(data, fix)
            layer = overlay((Layer(data, found.layer.places),), merge_rules(backends))
            section = str(fix.route[0])
            if section in SECTIONS:
                _, left = validate_section(section, SECTIONS[section], layer, backends)
            else:
                _, left = validate_top(HEADER, SECTIONS, layer)
            assert diagnostic.message not in [other.message for other in left], fix


def apply_fix(data: Any, fix: Fix) -> None:
    *above, last = fix.route
    for step in above:
        data = data[step]
    if fix.action is Edit.RENAME_KEY:
        data[fix.value] = data.pop(last)
    else:
        data[last] = fix.value
