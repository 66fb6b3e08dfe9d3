"""Spelling what a parameter receives as a Python expression of `stages.py`."""

import re
from collections.abc import Iterator

from mlspec.backends.script.names import variable
from mlspec.backends.script.places import place_in_project
from mlspec.codegen.code import Code, identifier
from mlspec.codegen.line_breaks import Expression, Text, behind, group
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.binding import (
    FromAllParams,
    FromContext,
    FromField,
    FromOutput,
    FromParam,
    FromReference,
    FromRows,
    FromText,
    FromUse,
    Source,
)
from mlspec.ir.graph import Graph
from mlspec.ir.step import Call, Command, Step
from mlspec.schema.references import (
    AsOfReference,
    EnvReference,
    FileReference,
    LiteralValue,
    Reference,
    SecretReference,
)
from mlspec.vocabulary.calendar_unit import CalendarUnit

WINDOW = ("start", "end")
"""The bounds of what a monitor looks at: two moments with a time zone."""

_TRUE = '("1", "true", "yes")'
_OPTIONAL = re.compile(r"(?:typing\.Optional\[(.+)\]|(.+) \| None|None \| (.+))")


def source_value(graph: Graph, given: Source, annotation: str, params: Code, need: str) -> Expression:
    """The expression of what a parameter of this type receives; `params` is the expression of the step's own params.

    `need` says who needs what is looked up, for the case that it is not there.
    """
    match given:
        case FromParam(key):
            return Code(f"{params}[{python_literal(key)}]")
        case FromAllParams():
            return params if params == "params" else Code(f"dict({params})")
        case FromOutput(name) | FromField(name) | FromUse(name):
            return variable(name)
        case FromRows():
            return Code("rows")
        case FromContext(name):
            return _context(name, plain_type(annotation))
        case FromText(text):
            return Code(python_literal(text))
        case FromReference(reference):
            return late_value(graph, reference, annotation, need)


def param_value(graph: Graph, given: object, annotation: str, need: str = "") -> Expression:
    """The expression of a param: a literal, or a reference, or a structure with references in it."""
    match given:
        case LiteralValue(inner):
            return _plain(inner)
        case AsOfReference() | EnvReference() | FileReference() | SecretReference():
            return late_value(graph, given, annotation, need)
        case dict():
            items = (
                behind(f"{python_literal(key)}: ", param_value(graph, one, "", need)) for key, one in given.items()
            )
            return group("{", items, "}")
        case list() | tuple():
            return group("[", (param_value(graph, one, "", need) for one in given), "]")
        case _:
            return _plain(given)


def late_value(graph: Graph, reference: Reference, annotation: str, need: str = "") -> Expression:
    """What is looked up when the job runs, in the type that the function asks for.

    With `need`, who needs it, the module's `_variable` reads variables; without, they are read as they are.
    """
    wanted = plain_type(annotation)
    match reference:
        case EnvReference(name, default):
            return _environment(name, default, wanted, need)
        case SecretReference(name):
            return _environment(name, None, "str", need)
        case FileReference(path):
            file = place_in_project(graph, path)
            return file if wanted == "pathlib.Path" else Code(f"str({file})")
        case AsOfReference():
            return _moment(reference, wanted)
        case LiteralValue(inner):
            return Code(python_literal(inner))
        case _:
            raise TypeError(f"a {type(reference).__name__} has no place in a param")


def references_in(given: object) -> Iterator[Reference]:
    """All references within a param, itself or below; not what `literal` keeps as data."""
    if isinstance(given, (AsOfReference, EnvReference, FileReference, SecretReference)):
        yield given
    inner = given.values() if isinstance(given, dict) else given if isinstance(given, (list, tuple)) else ()
    for item in inner:
        yield from references_in(item)


def references_of(step: Step) -> Iterator[Reference]:
    """All that a step looks up when the job runs: in its params, and beside them."""
    for _, given in step.params:
        yield from references_in(given)
    yield from (given.reference for given in sources_of(step) if isinstance(given, FromReference))


def sources_of(step: Step) -> tuple[Source, ...]:
    """Where what a function or a command receives comes from."""
    match step.action:
        case Call(bindings=bindings):
            return tuple(binding.source for binding in bindings)
        case Command(words=words, environment=environment):
            return (*words, *(given for _, given in environment))
        case _:
            return ()


def plain_type(annotation: str) -> str:
    """The type that may be None beside it."""
    found = _OPTIONAL.fullmatch(annotation)
    return next(filter(None, found.groups())) if found else annotation


def _plain(given: object) -> Expression:
    if isinstance(given, str):
        return Text("", given)
    if isinstance(given, dict):
        return group("{", (behind(f"{python_literal(key)}: ", _plain(item)) for key, item in given.items()), "}")
    if isinstance(given, (list, tuple)):
        return group("[", map(_plain, given), "]")
    return Code(python_literal(given))


def _context(name: str, wanted: str) -> Code:
    if name == "as_of":
        return Code(_as_type(name, "", wanted, in_days=True))
    if name in WINDOW:
        return Code(_as_type(name, "", wanted, in_days=False))
    return Code(f"str({name})") if name == "workdir" and wanted == "str" else identifier(name)


def _environment(name: str, default: object, wanted: str, need: str) -> Expression:
    """A variable of the job; one that may be missing, or no number, is read so that it is told who needs it."""
    kind = wanted if wanted in ("bool", "float", "int", "str") else type(default).__name__
    given = [] if default is None else [python_literal(str(default))]
    numeric, spelled = kind in ("float", "int"), python_literal(name)
    lower = f".lower() in {_TRUE}" if kind == "bool" else ""
    if need and (numeric or not given):
        arguments = (spelled, python_literal(need), *([kind] if numeric else []), *given)
        return group("_variable(", map(Code, arguments), f"){lower}")
    read = f"os.environ.get({spelled}, {given[0]})" if given else f"os.environ[{spelled}]"
    return Code(f"{kind}({read})" if numeric else f"{read}{lower}")


def _moment(reference: AsOfReference, wanted: str) -> Code:
    offset, moment = reference.offset, "as_of"
    if offset.months:
        moment = f"_months_later(as_of, {offset.months})"
    shifts = [f"{unit}={count}" for unit, count in (("days", offset.days), ("hours", offset.hours)) if count]
    if shifts:
        moment = f"{moment} + timedelta({', '.join(shifts)})"
    if reference.floor:
        moment = f"_{reference.floor.value}({moment})"
    elif shifts:
        moment = f"({moment})"
    in_days = not offset.hours and reference.floor is not CalendarUnit.HOUR
    return Code(_as_type(moment, reference.format, wanted, in_days))


def _as_type(moment: str, form: str, wanted: str, in_days: bool) -> str:
    if form:
        return f"{moment}.strftime({python_literal(form)})"
    match wanted:
        case "datetime.date":
            return f"{moment}.date()"
        case "str":
            return f"{moment}.date().isoformat()" if in_days else f"{moment}.isoformat()"
        case "pandas.Timestamp":
            return f"pd.Timestamp({moment})"
        case _:
            return moment
