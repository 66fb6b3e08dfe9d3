"""A plan stays empty for whatever changes no meaning, and shows what does."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from mlspec.schema.canonical import canonical_value, facets_of
from mlspec.schema.node import Entries, Node
from mlspec.schema.validation import validate_section
from mlspec.source.overlay import Layer
from mlspec.spec.project import SECTIONS

CASES = Path(__file__).parent / "cases"
VALID = sorted(
    path.parent.name for path in CASES.glob("*/mlproject.yaml") if not (path.parent / "expected.txt").exists()
)


def facets(data: dict[str, Any], backends: Any) -> dict[Any, Any]:
    found = {}
    for name, model in SECTIONS.items():
        if name in data:
            section, diagnostics = validate_section(name, model, Layer(data, {}), backends)
            assert diagnostics == ()
            assert isinstance(section, Node)
            found.update({route: (value, effects) for route, value, effects in facets_of(section)})
    return found


def nodes_of(node: Node) -> Iterator[Node]:
    yield node
    for value in vars(node).values():
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,):
            if isinstance(item, Node):
                yield from nodes_of(item)


@pytest.mark.parametrize("name", VALID)
def test_writing_a_default_changes_nothing(name: str, validate: Callable[[str], Any], backends: Any) -> None:
    found = validate((CASES / name / "mlproject.yaml").read_text(encoding="utf-8"))
    before = facets(found.layer.data, backends)
    written = deepcopy(found.layer.data)
    for section in SECTIONS:
        for node in nodes_of(found.sections[section]) if section in found.sections else ():
            value: Any = written
            try:
                for step in node.route:
                    value = value[step]
            except (KeyError, TypeError):
                continue  # a default, or a short form within a list
            if isinstance(value, dict) and not isinstance(node, Entries):
                write_defaults(node, value)
    assert facets(written, backends) == before


def write_defaults(node: Node, data: dict[str, Any]) -> None:
    grouped = {name for group in node.groups for name in group.fields}
    for field in node.fields.values():
        default = field.declared.default
        is_plain = default is not None and not field.required and field.declared.factory is None
        if is_plain and field.key and field.name not in node.written and field.key not in (*grouped, "workdir", "env"):
            data[field.key] = canonical_value(default)


@pytest.mark.parametrize("name", VALID)
def test_the_order_of_keys_means_nothing(name: str, validate: Callable[[str], Any], backends: Any) -> None:
    data = validate((CASES / name / "mlproject.yaml").read_text(encoding="utf-8")).layer.data
    assert facets(turned_around(data), backends) == facets(data, backends)


def turned_around(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: turned_around(data[key]) for key in reversed(data)}
    return [turned_around(item) for item in data] if isinstance(data, list) else data


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("train: {run: 'a:b', timeout: 60m}", "train: {run: 'a:b', timeout: 1h}"),
        (
            "train: {run: 'a:b', resources: {cpu: 0.5, memory: 1024Mi}}",
            "train: {run: 'a:b', resources: {cpu: 500m, memory: 1Gi}}",
        ),
        ("evaluate: {run: 'a:b', gates: [f1>=70%]}", "evaluate: {run: 'a:b', gates: [{gate: f1 >= 0.7}]}"),
        ("deploy: {bentoml: {}, replicas: 2}", "deploy: {bentoml: {}, replicas: {min: 2, max: 2}}"),
        ("deploy: {bentoml: {}, target: process}", "deploy: {bentoml: {}, target: {process: {}}}"),
        ("data: {a: {run: 'a:b', split: 20%}}", "data: {a: {run: 'a:b', split: {holdout: 0.2}}}"),
        (
            "data: {a: {run: 'a:b', columns: {x: {type: number, min: 0}}}}",
            "data: {a: {run: 'a:b', columns: {x: {type: number, min: 0.0}}}}",
        ),
        ("monitor: {schedule: '1  2 * * *'}", "monitor: {schedule: '1 2 * * *'}"),
        ("train: {run: 'a:b', params: {s: {as_of: -1y}}}", "train: {run: 'a:b', params: {s: {as_of: -12mo}}}"),
        ("train: {run: 'a:b', params: {s: {literal: {a: 1}}}}", "train: {run: 'a:b', params: {s: {a: 1}}}"),
    ],
)
def test_two_spellings_of_one_meaning(one: str, other: str, validate: Callable[[str], Any], backends: Any) -> None:
    first, second = (facets(validate(f"mlspec: 1\nname: x\n{text}\n").layer.data, backends) for text in (one, other))
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("train: {run: 'a:b', params: {x: 1}}", "train: {run: 'a:b', params: {x: 1.0}}"),
        ("train: {run: 'a:b', params: {x: {literal: {env: A}}}}", "train: {run: 'a:b', params: {x: {env: A}}}"),
        (
            "evaluate: {run: 'a:b', gates: [f1 > 0.7]}",
            "evaluate: {run: 'a:b', gates: [{gate: f1 > 0.7, severity: warn}]}",
        ),
        ("deploy: {bentoml: {}}", "deploy: {vllm: {}}"),
    ],
)
def test_two_meanings(one: str, other: str, validate: Callable[[str], Any], backends: Any) -> None:
    first, second = (facets(validate(f"mlspec: 1\nname: x\n{text}\n").layer.data, backends) for text in (one, other))
    texts = [{route: repr(value) for route, value in found.items()} for found in (first, second)]
    assert texts[0] != texts[1]
