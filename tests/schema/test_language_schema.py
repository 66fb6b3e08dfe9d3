"""The JSON Schema says of the language what the models say, the same bytes every time."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mlspec.schema.json_schema import language_schema
from mlspec.schema.leaf import Count, LateText
from mlspec.schema.node import NOTHING, Node, field
from mlspec.spec.project import HEADER, SECTIONS
from mlspec.vocabulary.concern import Concern


class Options(Node):
    """What a tracker may be told."""

    uri: LateText = field("local", doc="Where it is.", effects=NOTHING)
    size: Count = field(doc="How large.", effects=NOTHING)


BACKENDS = {Concern.TRACKING: {"mlflow": Options, "other": None}, Concern.SERVING: {"bentoml": None}}


@pytest.fixture(scope="module")
def schema() -> Any:
    return json.loads(language_schema(HEADER, SECTIONS, BACKENDS))


@pytest.fixture(scope="module")
def validator(schema: Any) -> Draft202012Validator:
    return Draft202012Validator(schema)


def test_it_is_a_schema(schema: Any) -> None:
    Draft202012Validator.check_schema(schema)
    named = set(_references(schema))
    assert named == {f"#/$defs/{name}" for name in schema["$defs"]}


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for item in value.values() for found in _references(item)]
    return [found for item in value for found in _references(item)] if isinstance(value, list) else []


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"tracking": {"mlflow": {"size": 1}}},
        {"tracking": "mlflow"},
        {"tracking": {"mlflow": {"uri": {"env": "A", "default": "x"}, "size": 1}, "other": None}},
        {"x-anything": [1, 2]},
        {"deploy": {"bentoml": {"anything": 1}, "replicas": 2, "request": "training", "response": {"x": "number"}}},
        {"evaluate": {"run": "a:b", "gates": "f1 > 0.5"}},
        {"train": {"command": ["a", {"param": "b"}], "inputs": ["x"]}},
        {"train": {"run": "a:b", "inputs": {"x": {"file": "y"}}, "params": {"anything": [{"at": "all"}]}}},
        {"environments": {"p": {"deploy": {"replicas": None, "rollout": {"bake": "1h"}}}}},
    ],
)
def test_what_may_be_written(data: Any, validator: Draft202012Validator) -> None:
    assert [error.message for error in validator.iter_errors({"mlspec": 1, "name": "x", **data})] == []


@pytest.mark.parametrize(
    "data",
    [
        {"mlspec": 2},
        {"name": "A b"},
        {"trian": {}},
        {"tracking": {"mlfow": {}}},
        {"tracking": {"mlflow": {}}},
        {"tracking": {"mlflow": {"size": -1}}},
        {"tracking": {"mlflow": {"size": 1, "uri": {"secret": "A", "default": "x"}}}},
        {"train": {"run": "a:b", "command": ["x"]}},
        {"train": {}},
        {"train": {"run": "a.b"}},
        {"train": {"run": "a:b", "retries": "2"}},
        {"predicts": {"kind": "binry"}},
        {"environments": {"p": {"deploy": {"replicas": {"mim": 2}}}}},
        {"jobs": {"A": {"run": "a:b"}}},
    ],
)
def test_what_may_not_be_written(data: Any, validator: Draft202012Validator) -> None:
    assert not validator.is_valid({"mlspec": 1, "name": "x", **data})


def test_in_a_layer_nothing_is_required_and_null_deletes(validator: Draft202012Validator) -> None:
    part = {"train": {"retries": 2, "timeout": None}, "predicts": {"column": "x"}, "tracking": {"mlflow": {}}}
    assert validator.is_valid({"mlspec": 1, **part})
    assert validator.is_valid({"mlspec": 1, "name": "x", "extends": "a.base.yaml", **part})
    assert not validator.is_valid({"mlspec": 1, "name": "x", **part})


def test_every_field_is_documented_in_it(schema: Any) -> None:
    for name, definition in schema["$defs"].items():
        assert definition["description"].endswith("."), name
        for entry in (definition, *definition.get("anyOf", ())):
            for key, value in entry.get("properties", {}).items():
                assert "description" in value or name.startswith("reference."), (name, key)


def test_it_has_the_same_bytes_under_any_hash_seed() -> None:
    program = (
        "from mlspec.schema.json_schema import language_schema; from mlspec.spec.project import HEADER, SECTIONS;"
        "from mlspec.vocabulary.concern import Concern; import hashlib;"
        "text = language_schema(HEADER, SECTIONS, {Concern.CI: dict.fromkeys({'a', 'b'})});"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    compiler = str(Path(__file__).parents[2] / "compiler")
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": compiler},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(digests) == 1
