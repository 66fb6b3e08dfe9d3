"""The parts of a spec: models that know their route, and whose fields say what they are for and what a change of them does.

They are validated by pydantic's core, without pydantic's own models: to build those from fifty classes costs more than all the rest of a
cold start, and what they add (conversion, serialization, schemas in pydantic's words) is not wanted here.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, dataclass_transform

from mlspec.schema.backend_choice import BackendChoice, Host
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
    groups: ClassVar[tuple[Group, ...]] = ()
    host: ClassVar[Host | None] = None
    overlays: ClassVar[frozenset[str]] = frozenset()
    effects: ClassVar[RoleEffects] = ()
    short_forms: ClassVar[tuple[Mapping[str, Any], ...]] = ()
    example: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        """Read the fields that the class declares; those of the class above come first."""
        own = {}
        for name, annotation in cls.__dict__.get("__annotations__", {}).items():
            declared = cls.__dict__.get(name)
            if not isinstance(declared, Declared):
                raise TypeError(f"{cls.__name__}.{name} is not declared by field()")
            own[name] = read_field(name, annotation, declared)
            delattr(cls, name)
        cls.fields = {**cls.fields, **own}

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
        """The route of a field, by its key in YAML or its name here, and of what stands below it; raises LookupError."""
        found = self.fields.get(name) or next((field for field in self.fields.values() if field.key == name), None)
        if found is None or not found.key:
            raise LookupError(f"{type(self).__name__} has no field {name}")
        return (*self.route, found.key, *rest)

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The whole form of a short one; anything else as it is."""
        return value

    def faults(self) -> Iterator[Refused]:
        """What is wrong between fields that are right by themselves."""
        return iter(())

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot change")

    __delattr__ = __setattr__  # type: ignore[assignment]  # both refuse

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
    for name, found in node.fields.items():
        value = values[name]
        if not value:
            continue
        if found.node is not None:
            _set_routes_below(value, route if name == "root" else (*route, found.key))
        elif isinstance(value, BackendChoice):
            values[name] = evolve(value, route=(*route, value.name))
        elif found.declared.gathered and isinstance(value, tuple):
            values[name] = tuple(evolve(choice, route=(*route, choice.name)) for choice in value)


def _set_routes_below(value: Any, route: Route) -> None:
    if isinstance(value, Node):
        set_routes(value, route)
    elif isinstance(value, (dict, tuple)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            set_routes(item, (*route, key))


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
