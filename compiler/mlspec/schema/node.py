"""The parts of a spec: models that know their route, and whose fields say what they are for and what a change does.

They are validated by pydantic's core, without pydantic's own models: to build fifty of those costs more than all the
rest of a cold start, and what they add (conversion, serialization, schemas in pydantic's words) is not wanted here.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from inspect import get_annotations
from typing import TYPE_CHECKING, Any, ClassVar, dataclass_transform

from mlspec.schema.backend_choice import Host
from mlspec.schema.effects import INHERITED, NOTHING, RoleEffects
from mlspec.schema.field import Declared, Field, Holds, field, gathered, read_field
from mlspec.schema.refusal import Refused
from mlspec.source.route import Route
from mlspec.vocabulary.effect import Effect
from mlspec.vocabulary.record import evolve, record
from mlspec.vocabulary.role import Role

__all__ = [
    "INHERITED",
    "NOTHING",
    "Effect",
    "Entries",
    "Group",
    "Host",
    "Node",
    "Role",
    "field",
    "gathered",
    "set_routes",
]


@record
class Group:
    """Fields of which at most one may stand, or exactly one."""

    fields: tuple[str, ...]
    required: bool = True


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field, gathered))
class Node:
    """One map of the spec."""

    __slots__ = ("__dict__", "__pydantic_extra__", "__pydantic_fields_set__", "__pydantic_private__", "_route")

    fields: ClassVar[Mapping[str, Field]] = {}
    node_fields: ClassVar[tuple[tuple[str, str, Holds], ...]] = ()
    groups: ClassVar[tuple[Group, ...]] = ()
    host: ClassVar[Host | None] = None
    overlays: ClassVar[frozenset[str]] = frozenset()
    effects: ClassVar[RoleEffects] = ()
    short_forms: ClassVar[tuple[Mapping[str, Any], ...]] = ()
    listed: ClassVar[tuple[str, ...]] = ()
    example: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        """Read the fields that the class declares; those of the class above come first."""
        own = {}
        for name, annotation in get_annotations(cls).items():
            declared = cls.__dict__.get(name)
            if not isinstance(declared, Declared):
                raise TypeError(f"{cls.__name__}.{name} is not declared by field()")
            if hasattr(Node, name):
                raise TypeError(f"{cls.__name__}.{name} hides what every node has: name it {name}_ with key={name!r}")
            own[name] = read_field(name, annotation, declared)
            delattr(cls, name)
        cls.fields = {**cls.fields, **own}
        below = (found for found in cls.fields.values() if found.node is not None)
        cls.node_fields = tuple((found.name, "" if found.name == "root" else found.key, found.holds) for found in below)

    def __init__(self, **values: Any) -> None:
        """A node of values as they could have been written; raises pydantic_core.ValidationError."""
        from mlspec.schema.core import validator_of  # which knows this module

        validator_of(type(self)).validate_python(values, self_instance=self)

    @property
    def route(self) -> Route:
        """The way from the top of the document to this node; set once, after validation."""
        return getattr(self, "_route", ())

    @property
    def written(self) -> frozenset[str]:
        """The names of the fields that are not there by default."""
        found: set[str] = getattr(self, "__pydantic_fields_set__")  # noqa: B009 - set by pydantic's core, unknown to mypy
        return frozenset(found)

    def at(self, name: str, *rest: str | int) -> Route:
        """The route of a field, by its key or its name here, and of what stands below it; raises LookupError."""
        found = self.fields.get(name) or next((field for field in self.fields.values() if field.key == name), None)
        if found is None or not found.key:
            raise LookupError(f"{type(self).__name__} has no field {name}")
        return (*self.route, found.key, *rest)

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The whole form of a short one, else the value as it is; text stands for a list in the `listed` fields."""
        if (
            not cls.listed
            or not isinstance(value, dict)
            or not any(isinstance(value.get(key), str) for key in cls.listed)
        ):
            return value
        return {key: [item] if key in cls.listed and isinstance(item, str) else item for key, item in value.items()}

    def faults(self) -> Iterator[Refused]:
        """What is wrong between fields that are right by themselves."""
        return iter(())

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot change")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot change")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]  # fields may be maps

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({shown})"


class Entries(Node):
    """A map whose keys the user chooses; subclasses say of what by the field `root`."""

    if TYPE_CHECKING:
        root: dict[str, Any]

    def at(self, name: str, *rest: str | int) -> Route:
        """The route of an entry, and of what stands below it; raises LookupError."""
        if name not in self.root:
            raise LookupError(f"{type(self).__name__} has no entry {name}")
        return (*self.route, name, *rest)


def set_routes(node: Node, route: Route) -> None:
    """Tell a node and all below it where they stand."""
    object.__setattr__(node, "_route", route)
    values = node.__dict__
    for name, key, holds in node.node_fields:
        value = values[name]
        if not value or isinstance(value, (str, Enum)):
            continue
        match holds:
            case Holds.ONE:
                set_routes(value, (*route, key))
            case Holds.MAP:
                above = (*route, key) if key else route
                for entry, item in value.items():
                    set_routes(item, (*above, entry))
            case _:
                for index, item in enumerate(value):
                    set_routes(item, (*route, key, index))
    if node.host is not None:
        found = values[node.host.field]
        if isinstance(found, tuple):
            values[node.host.field] = tuple(evolve(choice, route=(*route, choice.name)) for choice in found)
        elif found is not None:
            values[node.host.field] = evolve(found, route=(*route, found.name))


def model_at(model: type[Node], route: Route) -> type[Node] | None:
    """The model of the node at a route below a node; None where no node stands."""
    current: type[Node] | None = model
    steps = list(route)
    while steps and current is not None:
        found = current.fields.get("root") or _field_of(current, steps.pop(0))
        if found is None or (found.holds is not Holds.ONE and not steps):
            return None
        if found.holds is not Holds.ONE:
            steps.pop(0)
        current = found.node
    return current


def _field_of(model: type[Node], key: str | int) -> Field | None:
    return next((found for found in model.fields.values() if found.key == key), None)
