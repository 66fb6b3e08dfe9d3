"""The parts of a spec: models that know their route, and whose fields say what they are for and what a change of them does."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ModelWrapValidatorHandler, ValidationError, ValidationInfo, model_validator
from pydantic_core import InitErrorDetails

from mlspec.schema.backend_choice import BackendChoice, Host
from mlspec.schema.choices import listed
from mlspec.schema.effects import INHERITED, NOTHING, FieldEffects, RoleEffects
from mlspec.schema.refusal import Refused, say_kind
from mlspec.schema.rules import EXCLUSIVE_FIELDS, MISSING_FIELD, WRONG_TYPE
from mlspec.source.route import Route
from mlspec.vocabulary.effect import Effect
from mlspec.vocabulary.record import evolve, record
from mlspec.vocabulary.role import Role

__all__ = ["INHERITED", "NOTHING", "Effect", "Entries", "Group", "Node", "Role", "field", "gathered", "set_routes"]

N = TypeVar("N", bound="Node")
GATHERED = "\0"
"""Starts the alias of a field that no user can write: what stands among the keys of its node is gathered in it."""


@record
class Marker:
    """What a field declares beside its type and its documentation."""

    effects: FieldEffects
    unit: str = ""


@record
class Group:
    """Fields of which at most one may stand, or exactly one."""

    fields: tuple[str, ...]
    required: bool = True


def field(
    default: Any = ...,
    *,
    doc: str,
    effects: FieldEffects,
    factory: Callable[[], Any] | None = None,
    key: str | None = None,
    unit: str = "",
) -> Any:
    """A field of the language: its documentation and its effects are never left out, `NOTHING` says that there are none.

    `key` is the key in YAML where it is no name in Python; `factory` makes a default that is a node.
    """
    extra: Any = {"marker": Marker(effects, unit)}
    if factory is not None:
        return Field(default_factory=factory, description=doc, json_schema_extra=extra, alias=key)
    return Field(default, description=doc, json_schema_extra=extra, alias=key)


def gathered(default: Any, *, doc: str, effects: FieldEffects) -> Any:
    """A field that gathers keys of the node: the back ends that it names, or overlays of sections."""
    return field(default, doc=doc, effects=effects, key=f"{GATHERED}gathered")


class Node(BaseModel):
    """One map of the spec."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    __slots__ = ("_route",)

    groups: ClassVar[tuple[Group, ...]] = ()
    host: ClassVar[Host | None] = None
    overlays: ClassVar[frozenset[str]] = frozenset()
    effects: ClassVar[RoleEffects] = ()
    short_forms: ClassVar[tuple[Mapping[str, Any], ...]] = ()
    example: ClassVar[str] = ""

    @property
    def route(self) -> Route:
        """The way from the top of the document to this node; set once, after validation."""
        try:
            return self._route  # type: ignore[attr-defined, no-any-return]  # a slot, set by set_routes
        except AttributeError:
            return ()

    def at(self, field: str, *rest: str | int) -> Route:
        """The route of a field, by its key in YAML or its name here, and of what stands below it; raises LookupError."""
        keys = keys_of(type(self))
        key = keys.get(field, field)
        if key not in keys.values():
            raise LookupError(f"{type(self).__name__} has no field {field}")
        return (*self.route, key, *rest)

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The whole form of a short one; anything else as it is."""
        return value

    def faults(self) -> Iterator[Refused]:
        """What is wrong between fields that are right by themselves."""
        return iter(())

    @model_validator(mode="wrap")
    @classmethod
    def _shape(cls, value: Any, handler: ModelWrapValidatorHandler[N], info: ValidationInfo) -> N:
        if isinstance(value, cls):
            return value  # type: ignore[return-value]  # a default
        whole = cls.expand(value)
        if not isinstance(whole, dict):
            raise _no_map(cls, value)
        faults: list[InitErrorDetails] = []
        if cls.host is not None:
            whole = _gather_backends(cls, cls.host, whole, (info.context or {}).get(cls.host.concern, ()), faults)
        elif cls.overlays:
            whole = _gather_overlays(cls, whole)
        for group in cls.groups:
            faults.extend(_group_faults(cls, group, whole))
        try:
            node = handler(whole)
        except ValidationError as error:
            if not faults:
                raise
            raise ValidationError.from_exception_data(cls.__name__, [*faults, *_again(error)]) from None
        faults.extend(_detail(refused, whole) for refused in node.faults())
        if faults:
            raise ValidationError.from_exception_data(cls.__name__, faults)
        return node


class Entries(Node):
    """A map whose keys the user chooses; subclasses say of what."""

    __pydantic_root_model__ = True
    model_config = ConfigDict(extra=None)

    root: Any

    def at(self, field: str, *rest: str | int) -> Route:
        """The route of an entry, and of what stands below it; raises LookupError."""
        if field not in self.root:
            raise LookupError(f"{type(self).__name__} has no entry {field}")
        return (*self.route, field, *rest)


def keys_of(model: type[Node]) -> Mapping[str, str]:
    """The key in YAML of every field, by its name in Python; gathered fields have none."""
    known = _KEYS.get(model)
    if known is None:
        pairs = ((name, info.alias or name) for name, info in model.model_fields.items())
        known = _KEYS[model] = {name: key for name, key in pairs if not key.startswith(GATHERED)}
    return known


def set_routes(node: Node, route: Route) -> None:
    """Tell a node and all below it where they stand."""
    object.__setattr__(node, "_route", route)
    keys = keys_of(type(node))
    for name, value in node.__dict__.items():
        if isinstance(value, Node):
            set_routes(value, (*route, keys.get(name, name)))
        elif isinstance(value, dict):
            below = route if name == "root" else (*route, keys.get(name, name))
            _set_routes_below(value.items(), below)
        elif isinstance(value, tuple) and value:
            if isinstance(value[0], BackendChoice):
                node.__dict__[name] = tuple(evolve(choice, route=(*route, choice.name)) for choice in value)
            else:
                _set_routes_below(enumerate(value), (*route, keys.get(name, name)))
        elif isinstance(value, BackendChoice):
            node.__dict__[name] = evolve(value, route=(*route, value.name))


def _set_routes_below(items: Any, route: Route) -> None:
    for key, item in items:
        if isinstance(item, Node):
            set_routes(item, (*route, key))


def _no_map(cls: type[Node], value: object) -> Refused:
    advice = (f"write it as in {cls.example}",) if cls.example else ()
    message = f"a map is needed here, and this is {say_kind(value)}"
    return Refused(WRONG_TYPE, message, label=say_kind(value), advice=advice)


def _gather_backends(
    cls: type[Node], host: Host, value: dict[Any, Any], known: Any, faults: list[InitErrorDetails]
) -> dict[Any, Any]:
    fields = set(keys_of(cls).values())
    names = [key for key in value if key in known and key not in fields]
    rest = {key: item for key, item in value.items() if key not in names}
    choices = []
    for name in names:
        options = {} if value[name] is None else value[name]
        if isinstance(options, dict):
            choices.append(BackendChoice(name, options))
        else:
            message = f"the options of `{name}` are a map, and this is {say_kind(options)}"
            faults.append(_detail(Refused(WRONG_TYPE, message, label=say_kind(options)).at(name), value))
    for second in names[1:] if not host.many else ():
        message = f"`{names[0]}` and `{second}` cannot both be the {host.noun}"
        refused = Refused(EXCLUSIVE_FIELDS, message, label="a second one", advice=("keep one of the two",))
        faults.append(_detail(refused.at(second, key=True), value))
    if host.required and not names and fields >= rest.keys():
        message = f"no {host.noun} is named"
        advice = (f"known are {listed(sorted(known))}",) if known else ()
        faults.append(_detail(Refused(MISSING_FIELD, message, label="names none", advice=advice), value))
    if choices:
        rest[f"{GATHERED}gathered"] = tuple(choices) if host.many else choices[0]
    return rest


def _gather_overlays(cls: type[Node], value: dict[Any, Any]) -> dict[Any, Any]:
    found = {key: item for key, item in value.items() if key in cls.overlays}
    rest = {key: item for key, item in value.items() if key not in found}
    return {**rest, f"{GATHERED}gathered": found} if found else rest


def _group_faults(cls: type[Node], group: Group, value: dict[Any, Any]) -> Iterator[InitErrorDetails]:
    found = [key for key in value if key in group.fields and value[key] is not None]
    for second in found[1:]:
        message = f"`{found[0]}` and `{second}` exclude each other"
        refused = Refused(EXCLUSIVE_FIELDS, message, label="a second one", advice=(f"keep one of {listed(group.fields)}",))
        yield _detail(refused.at(second, key=True), value)
    if group.required and not found and value.keys() <= set(keys_of(cls).values()):
        message = f"one of {listed(group.fields)} is needed here"
        yield _detail(Refused(MISSING_FIELD, message, label="has none of them"), value)


def _detail(refused: Refused, value: object) -> InitErrorDetails:
    return InitErrorDetails(type="value_error", loc=refused.below, input=value, ctx={"error": _here(refused)})


def _here(refused: Refused) -> Refused:
    """The route has gone into pydantic's own location."""
    refused.below = ()
    return refused


def _again(error: ValidationError) -> Iterator[InitErrorDetails]:
    for found in error.errors(include_url=False):
        yield InitErrorDetails(type=found["type"], loc=found["loc"], input=found["input"], ctx=found.get("ctx", {}))


_KEYS: dict[type[Node], Mapping[str, str]] = {}
