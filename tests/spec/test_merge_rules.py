"""Layers of a spec merge as the language says."""

from typing import Any

import pytest

from mlspec.source.document import read_document
from mlspec.source.overlay import Layer, overlay
from mlspec.spec.merge_rules import MERGE_RULES, merge_rules


def merged(backends: Any, *texts: str) -> dict[str, Any]:
    layers = []
    for text in texts:
        document, faults = read_document("a.yaml", text.encode())
        assert document is not None, faults
        layers.append(Layer(document.data, document.places))
    return overlay(layers, merge_rules(backends)).data


@pytest.mark.parametrize(
    ("under", "over", "result"),
    [
        # Maps merge by key, scalars and lists replace whole.
        ("train: {run: 'a:b', retries: 1}", "train: {retries: 2}", {"train": {"run": "a:b", "retries": 2}}),
        ("retrain: {when: [drift]}", "retrain: {when: [performance]}", {"retrain": {"when": ["performance"]}}),
        # Short forms expand first.
        ("deploy: {replicas: 2}", "deploy: {replicas: {max: 4}}", {"deploy": {"replicas": {"min": 2, "max": 4}}}),
        (
            "evaluate: {champion: a}",
            "evaluate: {champion: {score: again}}",
            {"evaluate": {"champion": {"alias": "a", "score": "again"}}},
        ),
        (
            "data: {a: {columns: {x: text}}}",
            "data: {a: {columns: {x: {unit: m}}}}",
            {"data": {"a": {"columns": {"x": {"type": "text", "unit": "m"}}}}},
        ),
        (
            "monitor: {drift: {inputs: {columns: [a]}}}",
            "monitor: {drift: {inputs: {columns: {b: {above: 1}}}}}",
            {"monitor": {"drift": {"inputs": {"columns": {"a": {}, "b": {"above": 1}}}}}},
        ),
        # A later member of an exclusive group drops the earlier one with its subtree.
        (
            "train: {run: 'a:b', params: {x: 1}}",
            "train: {command: [a]}",
            {"train": {"params": {"x": 1}, "command": ["a"]}},
        ),
        ("train: {run: 'a:b'}", "train: {steps: []}", {"train": {"steps": []}}),
        ("evaluate: {metrics: m}", "evaluate: {run: 'a:b'}", {"evaluate": {"run": "a:b"}}),
        ("data: {a: {version: v1}}", "data: {a: {version: {git: x}}}", {"data": {"a": {"version": {"git": "x"}}}}),
        (
            "deploy: {uses: {m: {openai: {model: x}}}}",
            "deploy: {uses: {m: spec-b}}",
            {"deploy": {"uses": {"m": {"spec": "spec-b"}}}},
        ),
        ("deploy: {bentoml: {timeout: 1s}}", "deploy: {vllm: {}}", {"deploy": {"vllm": {}}}),
        (
            "deploy: {target: process}",
            "deploy: {target: {kubernetes: {namespace: a}}}",
            {"deploy": {"target": {"kubernetes": {"namespace": "a"}}}},
        ),
        (
            "tracking: {mlflow: {uri: a}}",
            "tracking: {mlflow: {experiment: b}}",
            {"tracking": {"mlflow": {"uri": "a", "experiment": "b"}}},
        ),
        ("tracking: mlflow", "tracking: wandb", {"tracking": {"wandb": {}}}),
        ("orchestrate: prefect", "orchestrate: script", {"orchestrate": {"script": {}}}),
        # Tools that report stand beside each other.
        (
            "monitor: {with: evidently}",
            "monitor: {with: {other: {}}}",
            {"monitor": {"with": {"evidently": {}, "other": {}}}},
        ),
        # Null deletes; in params it is a value, and unset deletes.
        ("train: {run: 'a:b', retries: 1}", "train: {retries: null}", {"train": {"run": "a:b"}}),
        (
            "train: {params: {a: 1, b: {c: 2, d: 3}}}",
            "train: {params: {a: null, b: {c: {unset: true}}}}",
            {"train": {"params": {"a": None, "b": {"d": 3}}}},
        ),
        ("deploy: {params: {a: 1}}", "deploy: {params: {a: {unset: true}}}", {"deploy": {"params": {}}}),
        ("data: {a: {params: {x: 1}}}", "data: {a: {params: {x: null}}}", {"data": {"a": {"params": {"x": None}}}}),
        # Overlays of environments and variants merge by the same rules and keep what deletes.
        (
            "environments: {p: {deploy: {replicas: 2}}}",
            "environments: {p: {deploy: {replicas: {max: 3}}}}",
            {"environments": {"p": {"deploy": {"replicas": {"min": 2, "max": 3}}}}},
        ),
        (
            "environments: {p: {alias: a}}",
            "environments: {p: {alias: null, deploy: {rollout: null}}}",
            {"environments": {"p": {"deploy": {"rollout": None}}}},
        ),
        (
            "tracking: {mlflow: {uri: {env: A, default: x}}}",
            "tracking: {mlflow: {uri: {secret: B}}}",
            {"tracking": {"mlflow": {"uri": {"secret": "B"}}}},
        ),
        (
            "train: {params: {rate: {env: A, default: 1}}}",
            "train: {params: {rate: {env: B}}}",
            {"train": {"params": {"rate": {"env": "B"}}}},
        ),
        (
            "variants: {v: {environments: {p: {train: {run: 'a:b'}}}}}",
            "variants: {v: {environments: {p: {train: {command: [x]}}}}}",
            {"variants": {"v": {"environments": {"p": {"train": {"command": ["x"]}}}}}},
        ),
    ],
)
def test_an_overlay(under: str, over: str, result: object, backends: Any) -> None:
    assert merged(backends, under, over) == result


@pytest.mark.parametrize(
    "text",
    [
        "deploy: 3",
        "train: [1]",
        "replicas: 2",
        "deploy: {replicas: two}",
        "data: {a: 3}",
        "x-a: {b: null}",
        "deploy: {bentoml: {a: {b: 1}}}",
    ],
)
def test_what_cannot_be_expanded_stays(text: str, backends: Any) -> None:
    assert merged(backends, text) == {**merged({}, text)}


def test_without_names_of_back_ends_both_stay() -> None:
    first, second = (Layer({"deploy": {name: {}}}, {}) for name in ("bentoml", "vllm"))
    assert overlay((first, second), MERGE_RULES).data == {"deploy": {"bentoml": {}, "vllm": {}}}


def test_the_rules_of_the_same_names_are_the_same(backends: Any) -> None:
    assert merge_rules(dict(backends)) is merge_rules({concern: list(names) for concern, names in backends.items()})
