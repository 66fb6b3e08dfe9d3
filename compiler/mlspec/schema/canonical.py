"""The values of a node in a form that equal meanings share: what fingerprints and plans compare.

Defaults are part of it, so that writing one changes nothing; what is empty both by default and in fact is left out.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, TypeAlias

from mlspec.schema.backend_choice import BackendChoice
from mlspec.schema.effects import RoleEffects, resolve_effects
from mlspec.schema.field import Field, Holds
from mlspec.schema.node import Node
from mlspec.schema.references import (
    AsOfReference,
    ContextReference,
    EnvReference,
    FileReference,
    LiteralValue,
    OutputReference,
    ParamReference,
    SecretReference,
)
from mlspec.schema.units import CalendarOffset, Cpu, Duration, Memory
from mlspec.source.route import Route

Plain: TypeAlias = bool | int | float | str | list["Plain"] | dict[str, "Plain"] | None


def facets_of(node: Node, inherited: RoleEffects | None = None) -> Iterator[tuple[Route, Plain, RoleEffects]]:
    """Every value of a node and of those below it: its route, its canonical form, and what a change of it does.

    `inherited` are the effects that fields without their own have; those of the node's class where none are given.
    """
    above = type(node).effects if inherited is None else inherited
    for field in node.fields.values():
        value = getattr(node, field.name)
        effects = resolve_effects(field.declared.effects, above)
        if field.declared.gathered:
            yield from _gathered_facets(node, value, effects)
        elif not _is_empty(value) or not _is_empty(field.declared.default):
            yield from _field_facets(node, field, value, effects)


def canonical_value(value: Any) -> Plain:
    """A value as plain data that JSON can hold; raises TypeError for what the language has no form for."""
    match value:
        case None | bool() | str() | int():
            return value
        case float():
            return value if value - value == 0 else {"float": str(value)}
        case list() | tuple():
            return [canonical_value(item) for item in value]
        case dict():
            return {str(key): canonical_value(item) for key, item in value.items()}
        case Enum():
            return canonical_value(value.value)
        case Node():
            found = {field.key or field.name: getattr(value, field.name) for field in value.fields.values()}
            return {key: canonical_value(item) for key, item in found.items() if not _is_empty(item)}
        case BackendChoice(name, options):
            return {name: canonical_value(options)}
    return _canonical_record(value)


def _canonical_record(value: Any) -> Plain:
    match value:
        case EnvReference(name, default):
            return {"env": name} if default is None else {"env": name, "default": canonical_value(default)}
        case SecretReference(name):
            return {"secret": name}
        case AsOfReference(offset, floor, spelled):
            options = {"floor": floor.value if floor else "", "format": spelled}
            return {"as_of": str(offset), **{key: option for key, option in options.items() if option}}
        case FileReference(path):
            return {"file": path}
        case ParamReference(name):
            return {"param": name}
        case OutputReference(name):
            return {"output": name}
        case ContextReference(name):
            return {"context": name.value}
        case LiteralValue(inner):
            return {"literal": canonical_value(inner)}
        case Duration() | CalendarOffset() | Memory() | Cpu():
            return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _gathered_facets(node: Node, value: Any, effects: RoleEffects) -> Iterator[tuple[Route, Plain, RoleEffects]]:
    """A back end counts by its name, since its options have facets of their own; overlays count as they are written."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _plain_facets((*node.route, key), item, effects)
        return
    for choice in value if isinstance(value, tuple) else (value,):
        if choice is not None:
            yield choice.route, {}, effects


def _field_facets(
    node: Node, field: Field, value: Any, effects: RoleEffects
) -> Iterator[tuple[Route, Plain, RoleEffects]]:
    route = node.route if field.name == "root" else (*node.route, field.key)
    if field.node is not None and not isinstance(value, (str, Enum)):
        for below in value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,):
            yield from facets_of(below, effects)
    elif isinstance(value, dict):
        yield from _plain_facets(route, value, effects)
    else:
        canonical = (field.leaf.canonical if field.leaf is not None else None) or canonical_value
        many = field.holds is Holds.LIST and isinstance(value, tuple)
        yield route, [canonical(item) for item in value] if many else canonical(value), effects


def _plain_facets(route: Route, value: Any, effects: RoleEffects) -> Iterator[tuple[Route, Plain, RoleEffects]]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _plain_facets((*route, key), item, effects)
    else:
        yield route, canonical_value(value), effects


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, (str, tuple, list, dict)) and not value)
