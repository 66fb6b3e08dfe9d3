"""Values whose paths are relative to one folder, as another folder spells them."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, cast

from mlspec.schema.field import Field, Holds
from mlspec.schema.names import parse_path
from mlspec.schema.node import Node
from mlspec.schema.references import is_lone_reference
from mlspec.schema.refusal import Refused

Move: TypeAlias = Callable[[str], str]
"""Gives a path as another folder spells it."""


def move_paths(model: type[Node], value: Any, sections: Mapping[str, type[Node]], move: Move) -> Any:
    """The value of a node, as it is written, with its paths moved; in long form, and what is not valid as it is.

    `sections` are the models of what an overlay within the node may hold.
    """
    long = model.expand(value)
    if not isinstance(long, dict):
        return long
    entries = model.fields.get("root")
    if entries is not None:
        return {key: _move_one(entries, item, long, sections, move) for key, item in long.items()}
    fields = {field.key: field for field in model.fields.values() if not field.declared.gathered}
    moved = {}
    for key, item in long.items():
        if key in fields:
            moved[key] = _move_field(fields[key], item, long, sections, move)
        else:
            is_overlay = key in model.overlays and key in sections
            moved[key] = move_paths(sections[key], item, sections, move) if is_overlay else item
    return moved


_Sections: TypeAlias = Mapping[str, type[Node]]


def _move_field(field: Field, value: Any, beside: Mapping[str, Any], sections: _Sections, move: Move) -> Any:
    if field.holds is Holds.LIST and isinstance(value, list):
        return [_move_one(field, item, beside, sections, move) for item in value]
    if field.holds is Holds.MAP and isinstance(value, dict):
        return {key: _move_one(field, item, beside, sections, move) for key, item in value.items()}
    return _move_one(field, value, beside, sections, move) if field.holds is Holds.ONE else value


def _move_one(field: Field, value: Any, beside: Mapping[str, Any], sections: _Sections, move: Move) -> Any:
    if field.node is not None:
        return move_paths(cast("type[Node]", field.node), value, sections, move)
    leaf = field.leaf
    if leaf is None:
        return value
    found = _move_references(value, move) if "file" in leaf.late else value
    return leaf.paths(found, beside, lambda text: _moved(text, move)) if leaf.paths is not None else found


def _move_references(value: Any, move: Move) -> Any:
    """The value with the paths in it that stand below `file`; what `literal` keeps as data is left alone."""
    if isinstance(value, list):
        return [_move_references(item, move) for item in value]
    if not isinstance(value, dict):
        return value
    if is_lone_reference(value):
        return {"file": _moved(value["file"], move)} if "file" in value else value
    return {key: _move_references(item, move) for key, item in value.items()}


def _moved(value: Any, move: Move) -> Any:
    try:
        return move(parse_path(value))
    except Refused:
        return value
