"""References: what the spec names and only the run of a job can look up."""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from mlspec.schema.choices import choice_parser, listed
from mlspec.schema.names import parse_identifier, parse_path, parse_variable, text_of
from mlspec.schema.refusal import Refused, quoted
from mlspec.schema.rules import BAD_REFERENCE
from mlspec.schema.units import CalendarOffset, parse_calendar_offset
from mlspec.vocabulary.calendar_unit import CalendarUnit
from mlspec.vocabulary.record import record
from mlspec.vocabulary.run_context import RunContext


@record
class EnvReference:
    """An environment variable of the job; the default stands for one that is not set."""

    name: str
    default: object = None


@record
class SecretReference:
    """A secret: an environment variable that is never logged, printed or defaulted."""

    name: str


@record
class AsOfReference:
    """The run's logical date, moved by an offset, cut down to the start of a unit, spelled by a format of strftime."""

    offset: CalendarOffset
    floor: CalendarUnit | None = None
    format: str = ""


@record
class FileReference:
    """A file of the repository."""

    path: str


@record
class ParamReference:
    """One of the step's own params, inside a command."""

    name: str


@record
class OutputReference:
    """What an earlier step gave, inside a command."""

    name: str


@record
class ContextReference:
    """What only the run knows of itself, inside a command."""

    name: RunContext


@record
class LiteralValue:
    """A map that looks like a reference and is none."""

    value: object


Parsed = TypeVar("Parsed")
Reference: TypeAlias = (
    EnvReference
    | SecretReference
    | AsOfReference
    | FileReference
    | ParamReference
    | OutputReference
    | ContextReference
    | LiteralValue
)

OPTIONS: dict[str, tuple[str, ...]] = {
    "env": ("default",),
    "secret": (),
    "as_of": ("floor", "format"),
    "file": (),
    "param": (),
    "output": (),
    "context": (),
    "literal": (),
}
"""The keys that make a map a reference, and the options that may stand beside each."""

IN_PARAMS = ("env", "secret", "as_of", "file", "literal")
IN_INPUTS = ("file", "env", "as_of", "literal")
IN_COMMANDS = ("param", "output", "context", "file", "env", "as_of")
IN_VARIABLES = ("env", "secret", "param", "output", "context", "file", "as_of")
IN_SETTINGS = ("env", "secret")
IN_ADDRESSES = ("env", "as_of")


def parse_reference(value: object, allowed: tuple[str, ...]) -> Reference | None:
    """The reference that a map spells, or None where it is plain data; raises Refused.

    A map that holds the key of a reference is one; `literal` keeps it as data.
    """
    if not isinstance(value, dict):
        return None
    key = next((key for key in OPTIONS if key in value), None)
    if key is None or (key not in allowed and len(value) > 1):
        return None
    if key not in allowed:
        _refuse_elsewhere(key, value[key], allowed)
        return None
    for other in value:
        if other != key and other not in OPTIONS[key]:
            raise _unknown_option(key, other, allowed)
    return _PARSERS[key](value)


def reads_as_reference(value: object) -> bool:
    """Whether plain data would be taken for a reference if it stood in the spec as it is."""
    if isinstance(value, dict):
        return any(key in value for key in OPTIONS) or any(reads_as_reference(item) for item in value.values())
    return isinstance(value, (list, tuple)) and any(reads_as_reference(item) for item in value)


def is_lone_reference(value: object) -> bool:
    """Whether plain data is a map with the key of one reference, its options, and nothing else."""
    if not isinstance(value, dict):
        return False
    keys = [key for key in OPTIONS if key in value]
    if len(keys) != 1 or not (isinstance(value[keys[0]], str) or keys[0] == "literal"):
        return False
    return all(key in (keys[0], *OPTIONS[keys[0]]) for key in value)


def _refuse_elsewhere(key: str, named: object, allowed: tuple[str, ...]) -> None:
    """A lone `{output: model}` among params is far more likely a mistake than data."""
    if key == "literal" or not isinstance(named, str):
        return
    advice = [f"here may stand {listed(allowed)}"] if allowed else []
    if key == "secret":
        advice = ["a secret on a command line or in a path is shown to everybody: hand it over by `env`"]
    elif "literal" in allowed:
        advice.append(f"to keep the map as it is, write `{{literal: {{{key}: {named}}}}}`")
    label = f"no place for `{key}`"
    raise Refused(BAD_REFERENCE, f"a reference by `{key}` cannot stand here", label=label, advice=tuple(advice)).at(
        key, key=True
    )


def _unknown_option(key: str, other: object, allowed: tuple[str, ...]) -> Refused:
    options = OPTIONS[key]
    message = f"a map with `{key}` is a reference, and none has {quoted(other)} beside it"
    advice = [f"beside `{key}` may stand {listed(options)}" if options else f"take {quoted(other)} out"]
    if "literal" in allowed:
        advice.append("to keep the map as it is, put it below `literal`")
    refused = Refused(
        BAD_REFERENCE,
        message,
        label="no part of a reference",
        advice=tuple(advice),
        word=str(other),
        candidates=options,
    )
    return refused.at(*([other] if isinstance(other, str) else []), key=True)


def _env(value: dict[str, object]) -> Reference:
    return EnvReference(_below("env", parse_variable, value), value.get("default"))


def _secret(value: dict[str, object]) -> Reference:
    return SecretReference(_below("secret", parse_variable, value))


def _as_of(value: dict[str, object]) -> Reference:
    offset = _below("as_of", parse_calendar_offset, value)
    floor = _below("floor", _parse_floor, value) if value.get("floor") is not None else None
    spelled = _below("format", _parse_format, value) if value.get("format") is not None else ""
    return AsOfReference(offset, floor, spelled)


def _file(value: dict[str, object]) -> Reference:
    return FileReference(_below("file", parse_path, value))


def _param(value: dict[str, object]) -> Reference:
    return ParamReference(_below("param", lambda name: text_of(name, "the name of a param"), value))


def _output(value: dict[str, object]) -> Reference:
    return OutputReference(_below("output", parse_identifier, value))


def _context(value: dict[str, object]) -> Reference:
    return ContextReference(_below("context", _parse_context, value))


def _literal(value: dict[str, object]) -> Reference:
    return LiteralValue(value["literal"])


def _below(key: str, parse: Callable[[object], Parsed], value: dict[str, object]) -> Parsed:
    try:
        return parse(value[key])
    except Refused as refused:
        raise refused.at(key) from None


def _parse_format(value: object) -> str:
    text = text_of(value, "a format")
    if "%" not in text:
        advice = ('write a format of strftime, as in `"%Y-%m"`',)
        raise Refused(BAD_REFERENCE, f"the format {quoted(text)} spells no date", label="no date in it", advice=advice)
    return text


_parse_floor = choice_parser(CalendarUnit, "unit of the calendar")
_parse_context = choice_parser(RunContext, "context of a run")

_PARSERS = {
    "env": _env,
    "secret": _secret,
    "as_of": _as_of,
    "file": _file,
    "param": _param,
    "output": _output,
    "context": _context,
    "literal": _literal,
}
