"""Reading and validating whole specs, as the driver does, with a fixed set of back ends."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest

from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.schema.validation import validate_section, validate_top
from mlspec.source.document import read_document
from mlspec.source.overlay import Layer, overlay
from mlspec.source.text import SourceText
from mlspec.spec.merge_rules import merge_rules
from mlspec.spec.project import HEADER, SECTIONS
from mlspec.vocabulary.concern import Concern

BACKENDS: Mapping[Concern, tuple[str, ...]] = {
    Concern.TRACKING: ("mlflow", "wandb"),
    Concern.ORCHESTRATION: ("prefect", "script"),
    Concern.SERVING: ("bentoml", "vllm"),
    Concern.MONITORING: ("evidently",),
    Concern.DEPLOYMENT: ("docker", "kubernetes", "process"),
    Concern.CI: ("github_actions",),
}


class Validated(NamedTuple):
    """A spec: its data in long form, its sections (the header under the empty name), and all that is wrong with it."""

    layer: Layer
    text: SourceText
    sections: dict[str, Any]
    diagnostics: list[Diagnostic]


@pytest.fixture(scope="session")
def backends() -> Mapping[Concern, tuple[str, ...]]:
    return BACKENDS


@pytest.fixture(scope="session")
def validate() -> Callable[[str], Validated]:
    return _validate


def _validate(text: str) -> Validated:
    document, faults = read_document("mlproject.yaml", text.encode())
    assert document is not None, faults
    assert not faults, faults
    layer = overlay((Layer(document.data, document.places),), merge_rules(BACKENDS))
    header, told = validate_top(HEADER, SECTIONS, layer)
    sections, diagnostics = {"": header}, list(told)
    for name, model in SECTIONS.items():
        if name in layer.data:
            sections[name], told = validate_section(name, model, layer, BACKENDS)
            diagnostics.extend(told)
    return Validated(layer, document.text, sections, diagnostics)
