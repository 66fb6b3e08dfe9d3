"""The schema that editors are given, with the options of all back ends, takes the language's three whole specs."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from mlspec.driver.registry import assemble_registry, load_named
from mlspec.driver.shared_files import compile_shared
from mlspec.driver.workspace import open_workspace

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "cases"
WHOLE = ("the-tabular-model", "retrieval-with-a-language-model", "a-language-model-that-is-only-served")
EXAMPLES = sorted((ROOT / "specs").glob("*/mlproject.yaml"))


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    shared = dict(compile_shared(open_workspace(str(ROOT))).artifacts)
    return Draft202012Validator(json.loads(shared["generated/mlproject.schema.json"]))


def read(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", WHOLE)
def test_it_takes_a_whole_spec(name: str, schema: Draft202012Validator) -> None:
    found = schema.iter_errors(read(CASES / name / "mlproject.yaml"))
    assert [f"{error.json_path}: {error.message}" for error in found] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_an_example_names_it_in_its_first_line(path: Path, schema: Draft202012Validator) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / named).resolve() == ROOT / "generated/mlproject.schema.json"
    assert list(schema.iter_errors(read(path))) == []


@pytest.mark.parametrize(
    ("name", "above", "options"),
    [
        ("the-tabular-model", ("deploy", "bentoml"), {"timout": "30s"}),
        ("the-tabular-model", ("deploy", "bentoml"), {"timeout": 30}),
        ("the-tabular-model", ("deploy", "target", "kubernetes"), {"image": "acme/model:1.0"}),
        ("the-tabular-model", ("monitor", "with", "evidently"), {"html": "yes"}),
        ("the-tabular-model", ("orchestrate", "prefect"), {"concurrency_limit": 0}),
        ("the-tabular-model", ("tracking", "mlflow"), {"url": "x"}),
        ("a-language-model-that-is-only-served", ("deploy", "vllm"), {"args": {}}),
        ("a-language-model-that-is-only-served", ("deploy", "vllm"), {"weights": "x", "defaults": {"top_p": 2}}),
        ("a-language-model-that-is-only-served", ("deploy", "target", "kubernetes"), {"namespace": "A b"}),
    ],
)
def test_it_marks_options_that_are_wrong(
    name: str, above: tuple[str, ...], options: dict[str, Any], schema: Draft202012Validator
) -> None:
    data = read(CASES / name / "mlproject.yaml")
    *way, last = above
    node = data
    for step in way:
        node = node[step]
    node[last] = options
    assert not schema.is_valid(data)


BACKENDS = [backend for backend in assemble_registry().backends if backend.options]


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: backend.name)
def test_the_defaults_that_it_shows_can_be_written(backend: Any, schema: Draft202012Validator) -> None:
    model = load_named(backend.options)
    definitions = schema.schema["$defs"]
    shown = definitions[model.__name__]["properties"]
    written = {key: value["default"] for key, value in shown.items() if "default" in value}
    required = {"weights": "acme/model"} if "weights" in shown else {}
    alone = Draft202012Validator({"$defs": definitions, "$ref": f"#/$defs/{model.__name__}"})
    assert [error.message for error in alone.iter_errors({**required, **written})] == []
    assert model(**required, **written) == model(**required)
