"""The options of every back end are documented as the fields of the language are, and have names of their own."""

from collections.abc import Iterator
from typing import Any

import pytest

from mlspec.driver.registry import assemble_registry, load_named
from mlspec.schema.effects import Inherited
from mlspec.schema.node import Node
from mlspec.spec.project import HEADER, SECTIONS
from mlspec.vocabulary.concern import Concern

BACKENDS = [backend for backend in assemble_registry().backends if backend.concern is not Concern.DOCS]
OPTIONS: list[Any] = [load_named(backend.options) for backend in BACKENDS if backend.options]


def models_of(model: type[Node]) -> Iterator[type[Node]]:
    yield model
    for field in model.fields.values():
        if field.node is not None:
            yield from models_of(field.node)


MODELS = sorted({model for options in OPTIONS for model in models_of(options)}, key=lambda model: model.__name__)


def test_every_back_end_that_a_spec_can_name_has_options() -> None:
    assert [backend.name for backend in BACKENDS if not backend.options] == []


@pytest.mark.parametrize("model", MODELS)
def test_every_option_is_documented(model: type[Node]) -> None:
    assert (model.__doc__ or "").endswith(".")
    for name, field in model.fields.items():
        doc = field.declared.doc
        assert doc.endswith("."), name
        assert doc[0].isupper() or doc[0].isdigit(), name
        assert len(doc) < 180, name


@pytest.mark.parametrize("options", OPTIONS)
def test_what_options_inherit_is_declared(options: type[Node]) -> None:
    inherits = any(isinstance(field.declared.effects, Inherited) for field in options.fields.values())
    assert bool(options.effects) == inherits


def test_no_two_models_share_a_name_in_the_schema() -> None:
    language = {model for section in (HEADER, *SECTIONS.values()) for model in models_of(section)}
    names = [model.__name__ for model in {*language, *MODELS}]
    assert sorted(names) == sorted(set(names))
