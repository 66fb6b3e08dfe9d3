"""The models in the words of pydantic's core, built when a section is first validated."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from pydantic_core import CoreSchema, InitErrorDetails, SchemaValidator, ValidationError, core_schema

from mlspec.schema.backend_choice import BackendChoice, Host
from mlspec.schema.choices import listed
from mlspec.schema.field import Field, Holds
from mlspec.schema.node import Entries, Group, Node
from mlspec.schema.refusal import Refused, say_kind
from mlspec.schema.rules import EXCLUSIVE_FIELDS, MISSING_FIELD, WRONG_TYPE


def validator_of(model: type[Node]) -> SchemaValidator:
    """The validator of a model; its context is the names of back ends, by concern."""
    known = _VALIDATORS.get(model)
    if known is None:
        known = _VALIDATORS[model] = SchemaValidator(_schema_of(model))
    return known


def _schema_of(model: type[Node]) -> CoreSchema:
    known = _SCHEMAS.get(model)
    if known is None:
        known = _SCHEMAS[model] = _checked(model, _model_schema(model))
    return known


def _model_schema(model: type[Node]) -> CoreSchema:
    if issubclass(model, Entries):
        return core_schema.model_schema(model, _value_schema(model.fields["root"]), root_model=True)
    fields = {
        field.name: core_schema.model_field(_field_schema(field), validation_alias=field.key)
        for field in model.fields.values()
        if not field.declared.gathered
    }
    return core_schema.model_schema(model, core_schema.model_fields_schema(fields, extra_behavior="forbid"))


def _field_schema(field: Field) -> CoreSchema:
    schema = _value_schema(field)
    if field.nullable:
        schema = core_schema.nullable_schema(schema)
    default, factory = field.declared.default, field.declared.factory
    if factory is not None:
        return core_schema.with_default_schema(schema, default_factory=factory, validate_default=True)
    if field.required:
        return schema
    if isinstance(default, dict):  # the core would copy it with all below it, every time
        return core_schema.with_default_schema(schema, default_factory=default.copy)
    return core_schema.with_default_schema(schema, default=default)


def _value_schema(field: Field) -> CoreSchema:
    inner = field.leaf.core if field.leaf is not None else _schema_of(field.node)  # type: ignore[arg-type]  # one is set
    if field.holds is Holds.LIST:
        inner = core_schema.tuple_variable_schema(inner)
    elif field.holds is Holds.MAP:
        inner = core_schema.dict_schema(field.key_leaf.core if field.key_leaf else None, inner)
    return inner if field.word is None else field.word.around(inner)


def _checked(model: type[Node], schema: CoreSchema) -> CoreSchema:
    """The model's own functions around its fields, only those that it has: each costs a call for every node."""
    if model.faults is not Node.faults:
        schema = core_schema.no_info_after_validator_function(_find_faults, schema)
    if model.host is not None:
        schema = core_schema.with_info_wrap_validator_function(_backend_gatherer(model, model.host), schema)
    elif model.overlays or model.groups:
        schema = core_schema.no_info_wrap_validator_function(_shape_checker(model), schema)
    if model.listed or model.expand.__func__ is not Node.expand.__func__:  # type: ignore[attr-defined]  # a class method
        schema = core_schema.no_info_before_validator_function(model.expand, schema)
    return schema


def _find_faults(node: Node) -> Node:
    faults = [_detail(refused) for refused in node.faults()]
    if faults:
        raise ValidationError.from_exception_data("", faults)
    return node


def _backend_gatherer(model: type[Node], host: Host) -> Callable[[Any, Any, Any], Node]:
    """Take the keys that name back ends out, and keep them in the field that gathers them."""
    keys = frozenset(field.key for field in model.fields.values())

    def gather(value: Any, validate: Callable[[Any], Node], info: Any) -> Node:
        if not isinstance(value, dict):
            return validate(value)
        known = (info.context or {}).get(host.concern, ())
        names = [key for key in value if key in known and key not in keys]
        rest = {key: item for key, item in value.items() if key not in names}
        faults = list(_backend_faults(host, value, names, known, missing=host.required and rest.keys() <= keys))
        for group in model.groups:
            faults.extend(_group_faults(keys, group, value))
        node = _validated(validate, rest, faults)
        choices = tuple(BackendChoice(name, value[name] or {}) for name in names)
        node.__dict__[host.field] = choices if host.many else choices[0] if choices else None
        return node

    return gather


def _backend_faults(
    host: Host, value: Mapping[str, Any], names: list[str], known: Collection[str], *, missing: bool
) -> Iterator[Refused]:
    for name in names:
        if not isinstance(value[name], (dict, type(None))):
            message = f"the options of `{name}` are a map, and this is {say_kind(value[name])}"
            yield Refused(WRONG_TYPE, message, label=say_kind(value[name])).at(name)
    for second in names[1:] if not host.many else ():
        message = f"`{names[0]}` and `{second}` cannot both be the {host.noun}"
        yield Refused(EXCLUSIVE_FIELDS, message, label="a second one", advice=("keep one of the two",)).at(
            second, key=True
        )
    if missing and not names:
        advice = (f"known are {listed(sorted(known))}",) if known else ()
        yield Refused(MISSING_FIELD, f"no {host.noun} is named", label="names none", advice=advice)


def _shape_checker(model: type[Node]) -> Callable[[Any, Any], Node]:
    """Check which fields stand together; overlays of sections are taken out and kept as they are."""
    keys = frozenset(field.key for field in model.fields.values())
    gatherer = next((field.name for field in model.fields.values() if field.declared.gathered), "")

    def check(value: Any, validate: Callable[[Any], Node]) -> Node:
        if not isinstance(value, dict):
            return validate(value)
        faults = [refused for group in model.groups for refused in _group_faults(keys, group, value)]
        rest = {key: item for key, item in value.items() if key not in model.overlays} if gatherer else value
        node = _validated(validate, rest, faults)
        if gatherer:
            node.__dict__[gatherer] = {key: item for key, item in value.items() if key in model.overlays}
        return node

    return check


def _group_faults(keys: Collection[str], group: Group, value: Mapping[str, Any]) -> Iterator[Refused]:
    found = [key for key in value if key in group.fields and value[key] is not None]
    for second in found[1:]:
        message = f"`{found[0]}` and `{second}` exclude each other"
        refused = Refused(
            EXCLUSIVE_FIELDS, message, label="a second one", advice=(f"keep one of {listed(group.fields)}",)
        )
        yield refused.at(second, key=True)
    if group.required and not found and all(key in keys for key in value):
        yield Refused(MISSING_FIELD, f"one of {listed(group.fields)} is needed here", label="has none of them")


def _validated(validate: Callable[[Any], Node], value: object, faults: list[Refused]) -> Node:
    """Validate the fields, whatever else is wrong, so that all faults are told at once."""
    if not faults:
        return validate(value)
    details = [_detail(refused) for refused in faults]
    try:
        validate(value)
    except ValidationError as error:
        details.extend(_again(error))
    raise ValidationError.from_exception_data("", details)


def _again(error: ValidationError) -> Iterator[InitErrorDetails]:
    for found in error.errors(include_url=False):
        yield InitErrorDetails(type=found["type"], loc=found["loc"], input=found["input"], ctx=found.get("ctx", {}))


def _detail(refused: Refused) -> InitErrorDetails:
    location, refused.below = refused.below, ()
    return InitErrorDetails(type="value_error", loc=location, input=None, ctx={"error": refused})


_VALIDATORS: dict[type[Node], SchemaValidator] = {}
_SCHEMAS: dict[type[Node], CoreSchema] = {}
