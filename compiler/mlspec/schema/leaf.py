"""The values that have no fields of their own: types that say how they are parsed and described."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from typing import Annotated, Any, TypeAlias

from pydantic_core import CoreSchema, InitErrorDetails, ValidationError, core_schema

from mlspec.schema import names, references, units
from mlspec.schema.backend_choice import BackendChoice
from mlspec.schema.choices import choice_parser
from mlspec.schema.references import Reference, parse_reference
from mlspec.schema.refusal import Refused, quoted, say_kind
from mlspec.schema.rules import OUT_OF_RANGE, WRONG_TYPE
from mlspec.schema.schedule import parse_schedule
from mlspec.source.scalar import source_text

EachPath: TypeAlias = Callable[[Any, Mapping[str, Any], Callable[[Any], Any]], Any]
"""Gives a value as it is written, with what a function makes of each path in it; sees the map that it stands in."""


class Leaf:
    """How a value is validated and what the JSON Schema says of it."""

    __slots__ = ("canonical", "core", "json", "late", "paths", "spells_references")

    def __init__(
        self,
        core: CoreSchema,
        json: Mapping[str, Any],
        late: tuple[str, ...] = (),
        canonical: Callable[[Any], Any] | None = None,
        *,
        spells_references: bool = False,
        paths: EachPath | None = None,
    ) -> None:
        """`late` names references that may stand in the value's place; `canonical` gives one form to equal values.

        `spells_references` says that `json` has them in it already, by `reference_json`; `paths` finds the paths in a
        value that are no references.
        """
        self.core = core
        self.json = json
        self.late = late
        self.canonical = canonical
        self.spells_references = spells_references
        self.paths = paths


class WordOr:
    """A word where a whole value of another kind may stand too: the kind of what is written decides which it is."""

    __slots__ = ("inner", "json", "parse")

    def __init__(self, parse: Callable[[Any], object], inner: Any, json: Mapping[str, Any]) -> None:
        """`inner` is the annotation of the whole value, `json` describes the word."""
        self.parse = parse
        self.inner = inner
        self.json = json

    def around(self, schema: CoreSchema) -> CoreSchema:
        """The schema of both, from that of the whole value."""

        def decide(value: object, validate: Callable[[object], object]) -> object:
            return self.parse(value) if isinstance(value, str) else validate(value)

        return core_schema.no_info_wrap_validator_function(decide, schema)


def parsed(
    parse: Callable[[Any], object],
    json: Mapping[str, Any],
    canonical: Callable[[Any], Any] | None = None,
    *,
    inner_references: tuple[str, ...] = (),
    paths: EachPath | None = None,
) -> Leaf:
    """A leaf that one function parses; the function raises Refused.

    `inner_references` are the keys that `json` spells by `reference_json`; `paths` finds the paths in a value.
    """
    core = core_schema.no_info_plain_validator_function(parse)
    return Leaf(core, json, inner_references, canonical, spells_references=bool(inner_references), paths=paths)


def reference_json(*keys: str) -> list[Mapping[str, Any]]:
    """What the JSON Schema says of references by these keys."""
    return [{"$ref": f"#/$defs/reference.{key}"} for key in keys]


def choice(enumeration: type[Enum], noun: str) -> Leaf:
    """One word of an enumeration."""
    words = [member.value for member in enumeration]
    return parsed(choice_parser(enumeration, noun), {"enum": words})


def late(leaf: Leaf, parse: Callable[[Any], object], allowed: tuple[str, ...]) -> Leaf:
    """The leaf's value, or a reference to one that only the run knows."""

    def parse_late(value: object) -> object:
        reference = parse_reference(value, allowed)
        if reference is None:
            return parse(value)
        if isinstance(reference, references.EnvReference) and reference.default is not None:
            return references.EnvReference(reference.name, _default(parse, reference.default))
        return reference

    return Leaf(core_schema.no_info_plain_validator_function(parse_late), leaf.json, allowed)


def integer(minimum: int | None = None, maximum: int | None = None) -> Leaf:
    """A whole number within bounds."""
    json = {"type": "integer", "minimum": minimum, "maximum": maximum}
    bounds = {key: value for key, value in json.items() if value is not None}
    return Leaf(core_schema.int_schema(strict=True, ge=minimum, le=maximum), bounds)


def parse_number(value: object) -> float:
    """A finite number; a whole one stays an int, so that `0` and `0.0` are the same; raises Refused."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        message = f"a number is needed here, and this is {say_kind(value)}"
        raise Refused(WRONG_TYPE, message, label=say_kind(value), instead=_as_number(value))
    if value - value != 0:
        raise Refused(OUT_OF_RANGE, f"{quoted(value)} is no finite number", label="not finite")
    return int(value) if value == int(value) else float(value)


def parse_scalar(value: object) -> str | float | bool:
    """Text, a number, or true or false; raises Refused."""
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, (int, float)):
        return parse_number(value)
    raise Refused(WRONG_TYPE, f"text or a number is needed here, and this is {say_kind(value)}", label=say_kind(value))


def parse_bound(value: object) -> str | float:
    """A number, or a date as text; raises Refused."""
    if not isinstance(value, str):
        return parse_number(value)
    if names.is_date(value):
        return value
    message = f"a number or a date is needed here, and this is {quoted(value)}"
    advice = ("write a number, or a date as in `2013-01-31` or `2013-01-31T18:00`",)
    raise Refused(WRONG_TYPE, message, label="no bound", advice=advice, instead=_as_number(value))


def parse_text(value: object) -> str:
    """Any text; raises Refused."""
    return names.text_of(value, "text", any_text=True)


def parse_plain(value: object) -> Any:
    """Data as it stands, with what only the reader knows of a number taken off."""
    if isinstance(value, dict):
        return {key: parse_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [parse_plain(item) for item in value]
    return _number_itself(value)


def parse_param(value: object) -> Any:
    """Plain data, with references anywhere inside; raises Refused or ValidationError with all faults inside."""
    found = parse_reference(value, references.IN_PARAMS)
    if isinstance(found, references.EnvReference):
        return references.EnvReference(found.name, parse_plain(found.default))
    if isinstance(found, references.LiteralValue):
        plain = parse_plain(found.value)
        return references.LiteralValue(plain) if references.reads_as_reference(plain) else plain
    if found is not None:
        return found
    if isinstance(value, dict):
        return dict(parse_each(value.items(), parse_param))
    if isinstance(value, list):
        return [item for _, item in parse_each(enumerate(value), parse_param)]
    return _number_itself(value)


def parse_each(
    items: Iterable[tuple[Any, object]], parse: Callable[[Any], Any], parse_key: Callable[[Any], Any] | None = None
) -> list[tuple[Any, Any]]:
    """Every item parsed, with its key; raises ValidationError with the faults of all, each at its key."""
    found, faults = [], list[InitErrorDetails]()
    for key, item in items:
        try:
            found.append((parse_key(key) if parse_key else key, parse(item)))
        except ValidationError as error:
            faults.extend(_below(error, key))
        except Refused as refused:
            faults.append(InitErrorDetails(type="value_error", loc=(key,), input=item, ctx={"error": refused}))
    if faults:
        raise ValidationError.from_exception_data("items", faults)
    return found


def _number_itself(value: object) -> object:
    """A number without the text that it was written as; anything else as it is."""
    if isinstance(value, float):
        return float(value)
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _below(error: ValidationError, key: str | int) -> Iterator[InitErrorDetails]:
    for found in error.errors(include_url=False):
        location = (key, *found["loc"])
        yield InitErrorDetails(type=found["type"], loc=location, input=found["input"], ctx=found.get("ctx", {}))


def parse_word(value: object) -> str:
    """Text for a program, which a number may spell; raises Refused."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return source_text(value)
    return names.text_of(value, "text")


def _default(parse: Callable[[Any], object], value: object) -> object:
    try:
        return parse(value)
    except Refused as refused:
        raise refused.at("default") from None


def _as_number(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str) and "_" not in value else None
    except ValueError:
        return None


def _pattern(pattern: str, *examples: str) -> dict[str, Any]:
    return {"type": "string", "pattern": pattern, "examples": list(examples)}


_TEXT = Leaf(core_schema.str_schema(strict=True), {"type": "string"})
_WORD = Leaf(core_schema.any_schema(), {"type": ["string", "number"]})
_SCALAR_JSON = {"type": ["string", "number", "boolean"]}

Text: TypeAlias = Annotated[str, _TEXT]
Flag: TypeAlias = Annotated[bool, Leaf(core_schema.bool_schema(strict=True), {"type": "boolean"})]
Count: TypeAlias = Annotated[int, integer(0)]
PositiveCount: TypeAlias = Annotated[int, integer(1)]
Integer: TypeAlias = Annotated[int, integer()]
Port: TypeAlias = Annotated[int, integer(1, 65535)]
Number: TypeAlias = Annotated[float, parsed(parse_number, {"type": "number"})]
Scalar: TypeAlias = Annotated[str | float | bool, parsed(parse_scalar, _SCALAR_JSON)]
Bound: TypeAlias = Annotated[str | float, parsed(parse_bound, {"type": ["number", "string"]})]
Plain: TypeAlias = Annotated[Any, parsed(parse_plain, {})]

Name: TypeAlias = Annotated[str, parsed(names.parse_name, {"type": "string", "pattern": names.NAME_PATTERN})]
Identifier: TypeAlias = Annotated[
    str, parsed(names.parse_identifier, {"type": "string", "pattern": names.IDENTIFIER_PATTERN})
]
ColumnName: TypeAlias = Annotated[str, parsed(names.parse_column_name, {"type": "string", "minLength": 1})]
ParamName: TypeAlias = Annotated[str, parsed(names.parse_param_name, {"type": "string", "minLength": 1})]
Alias: TypeAlias = Annotated[str, parsed(names.parse_alias, _pattern(names.ALIAS_PATTERN, "champion"))]
RegisteredName: TypeAlias = Annotated[
    str, parsed(names.parse_registered_name, _pattern(names.REGISTERED_PATTERN, "flight-delay"))
]
VariableName: TypeAlias = Annotated[str, parsed(names.parse_variable, _pattern(names.VARIABLE_PATTERN, "HF_TOKEN"))]
OutputName: TypeAlias = Annotated[str, parsed(names.parse_output_name, _pattern(names.OUTPUT_PATTERN, "train.metrics"))]
EntryPoint: TypeAlias = Annotated[
    str, parsed(names.parse_entry_point, _pattern(names.ENTRY_POINT_PATTERN, "package.module:function"))
]
RelativePath: TypeAlias = Annotated[
    str,
    parsed(names.parse_path, {"type": "string", "minLength": 1}, paths=lambda value, _, change: change(value)),
]
PythonVersion: TypeAlias = Annotated[
    str, parsed(names.parse_python_version, {"anyOf": [_pattern(names.PYTHON_PATTERN, "3.11"), {"type": "number"}]})
]
Schedule: TypeAlias = Annotated[str, parsed(parse_schedule, _pattern(r"^\S+ +\S+ +\S+ +\S+ +\S+$", "17 6 * * *"))]

Duration: TypeAlias = Annotated[
    units.Duration, parsed(units.parse_duration, _pattern(units.DURATION_PATTERN, "30m", "1d"))
]
PositiveDuration: TypeAlias = Annotated[
    units.Duration, parsed(units.parse_positive_duration, _pattern(units.DURATION_PATTERN, "30s", "1h30m"))
]
Memory: TypeAlias = Annotated[units.Memory, parsed(units.parse_memory, _pattern(units.MEMORY_PATTERN, "512Mi", "4Gi"))]
Cpu: TypeAlias = Annotated[
    units.Cpu,
    parsed(
        units.parse_cpu, {"anyOf": [{"type": "number", "exclusiveMinimum": 0}, _pattern(units.CPU_PATTERN, "500m")]}
    ),
]
Share: TypeAlias = Annotated[
    float,
    parsed(
        units.parse_share,
        {"anyOf": [_pattern(units.SHARE_PATTERN, "20%"), {"type": "number", "minimum": 0, "maximum": 1}]},
    ),
]

ParamValue: TypeAlias = Annotated[
    Any, Leaf(core_schema.no_info_plain_validator_function(parse_param), {}, references.IN_PARAMS)
]
LateText: TypeAlias = Annotated[str | Reference, late(_TEXT, parse_text, references.IN_SETTINGS)]
Variable: TypeAlias = Annotated[str | Reference, late(_WORD, parse_word, references.IN_VARIABLES)]
Word: TypeAlias = Annotated[str | Reference, late(_WORD, parse_word, references.IN_COMMANDS)]
Address: TypeAlias = Annotated[str | Reference, late(_TEXT, parse_text, references.IN_ADDRESSES)]

Backend: TypeAlias = Annotated[BackendChoice | None, Leaf(core_schema.any_schema(), {})]
Backends: TypeAlias = Annotated[tuple[BackendChoice, ...], Leaf(core_schema.any_schema(), {})]
Overlay: TypeAlias = Annotated[Mapping[str, Any], Leaf(core_schema.any_schema(), {})]
