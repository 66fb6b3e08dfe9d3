"""Spelling what a parameter receives as a Python expression of `stages.py`."""

from mlspec.codegen.code import Code, identifier
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.binding import Binding, FromAllParams, FromContext, FromOutput, FromParam, FromReference, FromText, Source
from mlspec.schema.references import (
    AsOfReference,
    EnvReference,
    FileReference,
    LiteralValue,
    Reference,
    SecretReference,
)


def argument(binding: Binding, params: Code) -> Code:
    """`name=expression`, or the bare expression for a parameter that has no name to its callers."""
    value = source(binding.source, params)
    return value if binding.positional_only else Code(f"{identifier(binding.parameter)}={value}")


def source(given: Source, params: Code) -> Code:
    """The expression of one source; `params` is the expression of the step's own params."""
    match given:
        case FromParam(key):
            return Code(f"{params}[{python_literal(key)}]")
        case FromAllParams():
            return params
        case FromOutput(name):
            return variable(name)
        case FromContext(name):
            return identifier(name)
        case FromText(text):
            return Code(python_literal(text))
        case FromReference(reference):
            return late(reference, "")


def variable(name: str) -> Code:
    """The Python name of what a step gives."""
    return identifier(name.replace("-", "_"))


def value(given: object, annotation: str) -> Code:
    """The expression of a param: a literal, or a reference, or a structure with references in it."""
    if isinstance(given, LiteralValue):
        return Code(python_literal(given.value))
    if isinstance(given, (AsOfReference, EnvReference, FileReference, SecretReference)):
        return late(given, annotation)
    if isinstance(given, dict):
        items = ", ".join(f"{python_literal(str(key))}: {value(item, '')}" for key, item in given.items())
        return Code(f"{{{items}}}")
    if isinstance(given, (list, tuple)):
        return Code(f"[{', '.join(value(item, '') for item in given)}]")
    return Code(python_literal(given))


def late(reference: Reference, annotation: str) -> Code:
    """What is looked up when the job runs, in the type that the function asks for."""
    match reference:
        case EnvReference(name, default):
            return _environment(name, default, annotation)
        case SecretReference(name):
            return Code(f"os.environ[{python_literal(name)}]")
        case FileReference(path):
            return Code(f"{'' if annotation == 'pathlib.Path' else 'str'}(ROOT / {python_literal(path)})")
        case AsOfReference():
            return _moment(reference, annotation)
        case _:
            raise TypeError(f"a {type(reference).__name__} has no place in a param")


def is_dated(given: object) -> bool:
    """Whether a param depends on the logical date, itself or within."""
    if isinstance(given, AsOfReference):
        return True
    if isinstance(given, dict):
        return any(map(is_dated, given.values()))
    return isinstance(given, (list, tuple)) and any(map(is_dated, given))


def dates_in(given: object) -> tuple[AsOfReference, ...]:
    """All references to the logical date within a param."""
    if isinstance(given, AsOfReference):
        return (given,)
    inner = given.values() if isinstance(given, dict) else given if isinstance(given, (list, tuple)) else ()
    return tuple(found for item in inner for found in dates_in(item))


def _environment(name: str, default: object, annotation: str) -> Code:
    read = f"os.environ[{python_literal(name)}]"
    if default is not None:
        read = f"os.environ.get({python_literal(name)}, {python_literal(str(default))})"
    wanted = annotation if annotation in ("int", "float") else type(default).__name__
    if annotation == "bool" or isinstance(default, bool):
        return Code(f'{read}.lower() in ("1", "true", "yes")')
    return Code(f"{wanted}({read})" if wanted in ("int", "float") else read)


def _moment(reference: AsOfReference, annotation: str) -> Code:
    moment = "as_of"
    if reference.offset.months:
        moment = f"_months_later({moment}, {reference.offset.months})"
    if reference.offset.days:
        moment = f"({moment} + timedelta(days={reference.offset.days}))"
    if reference.offset.hours:
        moment = f"({moment} + timedelta(hours={reference.offset.hours}))"
    if reference.floor:
        moment = f"_{reference.floor.value}({moment})"
    return Code(_as_type(moment, reference.format, annotation))


def _as_type(moment: str, form: str, annotation: str) -> str:
    if form:
        return f"{moment}.strftime({python_literal(form)})"
    match annotation:
        case "datetime.date":
            return f"{moment}.date()"
        case "str":
            return f"{moment}.date().isoformat()"
        case "pandas.Timestamp":
            return f"pd.Timestamp({moment})"
        case _:
            return moment
