"""How the models are built: which nodes, lists, maps and values a field holds. Read from their annotations, once a model."""

from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from mlspec.schema.leaf import Leaf, WordOr
from mlspec.schema.node import GATHERED, Entries, Marker, Node
from mlspec.source.route import Route
from mlspec.vocabulary.record import record


class Holds(Enum):
    """How a field holds what its shape names."""

    ONE = "one"
    LIST = "a list"
    MAP = "a map"


@record
class FieldShape:
    """A field: its name here, its key in YAML (empty where keys of the node are gathered), and what it holds.

    `node` is the model of what it holds, or `leaf` its form; `word` the form of a word that may stand for the whole.
    `key_leaf` is the form of a map's keys.
    """

    name: str
    key: str
    marker: Marker
    info: FieldInfo
    holds: Holds
    node: type[Node] | None = None
    leaf: Leaf | None = None
    word: WordOr | None = None
    key_leaf: Leaf | None = None


def shapes_of(model: type[Node]) -> tuple[FieldShape, ...]:
    """Every field of a model, in the order of the class."""
    known = _SHAPES.get(model)
    if known is None:
        known = _SHAPES[model] = tuple(_shape(name, info) for name, info in model.model_fields.items())
    return known


def model_at(model: type[Node], route: Route) -> type[Node] | None:
    """The model of the node at a route below a node; None where no node stands."""
    current: type[Node] | None = model
    steps = list(route)
    while steps and current is not None:
        shape = shapes_of(current)[0] if issubclass(current, Entries) else _field_at(current, steps.pop(0))
        if shape is None:
            return None
        if shape.holds is not Holds.ONE:
            if not steps:
                return None
            steps.pop(0)
        current = shape.node
    return current


def _field_at(model: type[Node], key: str | int) -> FieldShape | None:
    return next((shape for shape in shapes_of(model) if shape.key == key), None)


def _shape(name: str, info: FieldInfo) -> FieldShape:
    extra = info.json_schema_extra
    marker = extra.get("marker") if isinstance(extra, dict) else None
    if not isinstance(marker, Marker):
        raise TypeError(f"the field {name} is not declared by field()")
    alias = info.alias or name
    key = "" if alias.startswith(GATHERED) else alias
    annotation, metadata = _without_none(info.annotation), list(info.metadata)
    annotation, metadata = _unwrap(annotation, metadata)
    word = next((entry for entry in metadata if isinstance(entry, WordOr)), None)
    if word is not None:
        annotation = word.inner
    leaf = next((entry for entry in metadata if isinstance(entry, Leaf)), None)
    if leaf is not None:
        return FieldShape(name, key, marker, info, Holds.ONE, leaf=leaf)
    holds, item, key_leaf = _container(annotation)
    item, metadata = _unwrap(item, [])
    leaf = next((entry for entry in metadata if isinstance(entry, Leaf)), None)
    node = item if isinstance(item, type) and issubclass(item, Node) else None
    if node is None and leaf is None:
        raise TypeError(f"the field {name} holds neither a node nor a leaf: {info.annotation}")
    return FieldShape(name, key, marker, info, holds, node, leaf, word, key_leaf)


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        rest = [entry for entry in get_args(annotation) if entry is not NoneType]
        return rest[0] if len(rest) == 1 else annotation
    return annotation


def _unwrap(annotation: Any, metadata: list[Any]) -> tuple[Any, list[Any]]:
    found = getattr(annotation, "__metadata__", ())
    return (get_args(annotation)[0], [*metadata, *found]) if found else (annotation, metadata)


def _container(annotation: Any) -> tuple[Holds, Any, Leaf | None]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        return Holds.LIST, arguments[0], None
    if origin is dict:
        keys = next((entry for entry in getattr(arguments[0], "__metadata__", ()) if isinstance(entry, Leaf)), None)
        return Holds.MAP, arguments[1], keys
    return Holds.ONE, annotation, None


_SHAPES: dict[type[Node], tuple[FieldShape, ...]] = {}
