"""Every case is valid, or says of its faults just what its folder holds."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.schema.json_schema import language_schema
from mlspec.schema.node import Node
from mlspec.source.text import SourceText
from mlspec.spec.project import HEADER, SECTIONS

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.parent.name for path in CASES.glob("*/mlproject.yaml"))
FAULTY = [name for name in NAMES if (CASES / name / "expected.txt").exists()]
VALID = [name for name in NAMES if name not in FAULTY]


def text_of(name: str) -> str:
    return (CASES / name / "mlproject.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def json_schema(backends: Any) -> Draft202012Validator:
    options = {concern: dict.fromkeys(names) for concern, names in backends.items()}
    return Draft202012Validator(json.loads(language_schema(HEADER, SECTIONS, options)))


def rendered(diagnostics: list[Diagnostic], text: SourceText) -> Iterator[str]:
    for diagnostic in diagnostics:
        place = diagnostic.labels[0].place
        position = text.position(place.span.start)
        shown = text.content[place.span.start : place.span.end].partition("\n")[0]
        yield f"{position.line}:{position.column} {diagnostic.rule}: {diagnostic.message}"
        yield f"    at: {shown}  ({diagnostic.labels[0].text})"
        yield from (f"    help: {line}" for line in diagnostic.help)
        yield from (f"    fix: {fix.action.value} {fix.value!r}" for fix in diagnostic.fixes)


@pytest.mark.parametrize("name", VALID)
def test_a_whole_spec_is_valid(name: str, validate: Callable[[str], Any]) -> None:
    found = validate(text_of(name))
    assert list(rendered(found.diagnostics, found.text)) == []


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_spec_is_told_of_all_its_faults(name: str, validate: Callable[[str], Any]) -> None:
    found = validate(text_of(name))
    expected = (CASES / name / "expected.txt").read_text(encoding="utf-8")
    assert "\n".join(rendered(found.diagnostics, found.text)) + "\n" == expected


@pytest.mark.parametrize("name", VALID)
def test_an_editor_accepts_what_the_compiler_accepts(name: str, json_schema: Draft202012Validator) -> None:
    data = YAML(typ="safe", pure=True).load(text_of(name))
    assert [f"{error.json_path}: {error.message}" for error in json_schema.iter_errors(data)] == []


@pytest.mark.parametrize("name", FAULTY)
def test_an_editor_marks_a_faulty_spec(name: str, json_schema: Draft202012Validator) -> None:
    assert not json_schema.is_valid(YAML(typ="safe", pure=True).load(text_of(name)))


@pytest.mark.parametrize("name", VALID)
def test_every_node_stands_at_its_route(name: str, validate: Callable[[str], Any]) -> None:
    found = validate(text_of(name))
    count = 0
    for section, node in found.sections.items():
        for below in nodes_of(node):
            value: Any = found.layer.data
            for step in below.route:
                value = value[step]
            assert isinstance(type(below).expand(value), dict), below.route
            count += 1
        assert node.route == ((section,) if section else ())
    assert count


def nodes_of(node: Node) -> Iterator[Node]:
    """The node and all nodes below it, except those that are there by default."""
    yield node
    for name, value in vars(node).items():
        if name in node.written:
            for item in value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,):
                if isinstance(item, Node):
                    yield from nodes_of(item)
