"""Every field of the language says what it is for and what a change of it does."""

import pytest

from mlspec.schema.effects import Inherited
from mlspec.schema.node import Node
from mlspec.schema.rules import RULES
from mlspec.spec.project import HEADER, SECTIONS
from mlspec.vocabulary.effect import Effect
from mlspec.vocabulary.role import Role


def models() -> list[type[Node]]:
    found: list[type[Node]] = []

    def walk(model: type[Node]) -> None:
        if model not in found:
            found.append(model)
            for field in model.fields.values():
                if field.node is not None:
                    walk(field.node)

    for model in (HEADER, *SECTIONS.values()):
        walk(model)
    return found


MODELS = models()


@pytest.mark.parametrize("model", MODELS)
def test_every_field_is_documented(model: type[Node]) -> None:
    for name, field in model.fields.items():
        doc = field.declared.doc
        assert doc.endswith("."), name
        assert doc[0].isupper() or doc.startswith("`"), name
        assert len(doc) < 180, name


@pytest.mark.parametrize("model", MODELS)
def test_every_field_declares_its_effects(model: type[Node]) -> None:
    for name, field in model.fields.items():
        effects = field.declared.effects
        if not isinstance(effects, (Inherited, Effect)):
            assert all(isinstance(role, Role) and isinstance(effect, Effect) for role, effect in effects), name


@pytest.mark.parametrize("model", MODELS)
def test_a_node_is_documented(model: type[Node]) -> None:
    assert (model.__doc__ or "").endswith(".")
    assert model.__doc__ != Node.__doc__


@pytest.mark.parametrize("name", SECTIONS)
def test_what_a_section_inherits_is_declared(name: str) -> None:
    section = SECTIONS[name]
    inherits = any(not isinstance(field.declared.effects, tuple) for field in section.fields.values())
    assert bool(section.effects) == inherits


@pytest.mark.parametrize("model", MODELS)
def test_the_schema_knows_every_short_form(model: type[Node]) -> None:
    if "expand" in vars(model):
        described = any(field.declared.short is not None for field in model.fields.values())
        assert model.short_forms or model.host or described


def test_groups_name_fields() -> None:
    for model in MODELS:
        keys = {field.key for field in model.fields.values()}
        assert {name for group in model.groups for name in group.fields} <= keys
        assert set(model.listed) <= keys


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_documented(rule: object) -> None:
    summary, _, rest = rule.documentation.partition("\n\n")  # type: ignore[attr-defined]  # a rule
    assert summary.endswith(".")
    assert rest.strip()
