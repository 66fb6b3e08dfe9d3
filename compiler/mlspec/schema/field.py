"""A field of the language: what it is for, what it holds, and what a change of it does."""

from collections.abc import Callable, Mapping
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from mlspec.schema.effects import FieldEffects
from mlspec.schema.leaf import Leaf, WordOr
from mlspec.vocabulary.record import record

REQUIRED: Any = object()
"""The default of a field that has none."""


class Holds(Enum):
    """How a field holds what its form names."""

    ONE = "one"
    LIST = "a list"
    MAP = "a map"


@record
class Declared:
    """What `field` and `gathered` say of a field, before its name and its type are known."""

    doc: str
    effects: FieldEffects
    default: Any
    factory: Callable[[], Any] | None
    key: str | None
    unit: str
    gathered: bool = False
    short: Mapping[str, Any] | None = None


@record
class Field:
    """A field: its name here, its key in YAML, and what it holds.

    `node` is the model of what it holds, or `leaf` its form; `word` is the form of a word that may stand for the whole,
    `key_leaf` that of a map's keys. A gathered field has no key of its own: keys of its node are gathered in it.
    """

    name: str
    key: str
    declared: Declared
    holds: Holds
    nullable: bool
    node: type | None = None
    leaf: Leaf | None = None
    word: WordOr | None = None
    key_leaf: Leaf | None = None

    @property
    def required(self) -> bool:
        """Whether it has no default."""
        return self.declared.default is REQUIRED and self.declared.factory is None


def field(
    default: Any = REQUIRED,
    *,
    doc: str,
    effects: FieldEffects,
    factory: Callable[[], Any] | None = None,
    key: str | None = None,
    unit: str = "",
    short: Mapping[str, Any] | None = None,
) -> Any:
    """A field of the language, with its documentation and its effects; `NOTHING` says that there are none.

    `key` is the key in YAML where it is no name in Python; `factory` makes a default as it could have been written;
    `short` describes, as JSON Schema, a short form that the node expands.
    """
    return Declared(doc, effects, default, factory, key, unit, short=short)


def gathered(default: Any, *, doc: str, effects: FieldEffects) -> Any:
    """A field that gathers keys of its node: the back ends that it names, or overlays of sections."""
    return Declared(doc, effects, default, None, "", "", gathered=True)


def read_field(name: str, annotation: Any, declared: Declared) -> Field:
    """The field that a class declares by an annotation; raises TypeError for one that the language has no form for."""
    inner, nullable = _without_none(annotation)
    inner, leaf, word = _unwrapped(inner)
    key = name if declared.key is None else declared.key
    if leaf is not None:
        return Field(name, key, declared, Holds.ONE, nullable, leaf=leaf)
    holds, inner, key_leaf = _opened(word.inner if word else inner)
    inner, leaf, _ = _unwrapped(inner)
    if leaf is not None:
        return Field(name, key, declared, holds, nullable, leaf=leaf, word=word, key_leaf=key_leaf)
    if not (isinstance(inner, type) and hasattr(inner, "fields")):
        raise TypeError(f"the field {name} holds neither a node nor a leaf: {annotation}")
    return Field(name, key, declared, holds, nullable, inner, None, word, key_leaf)


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) in (Union, UnionType):
        rest = [entry for entry in get_args(annotation) if entry is not NoneType]
        return (rest[0], True) if len(rest) == 1 else (annotation, False)
    return annotation, False


def _unwrapped(annotation: Any) -> tuple[Any, Leaf | None, WordOr | None]:
    if get_origin(annotation) is not Annotated:
        return annotation, None, None
    form = annotation.__metadata__[0]
    return annotation.__origin__, form if isinstance(form, Leaf) else None, form if isinstance(form, WordOr) else None


def _opened(annotation: Any) -> tuple[Holds, Any, Leaf | None]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        return Holds.LIST, arguments[0], None
    return (Holds.MAP, arguments[1], _unwrapped(arguments[0])[1]) if origin is dict else (Holds.ONE, annotation, None)
