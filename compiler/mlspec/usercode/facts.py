"""What the compiler keeps of a module: facts that no other module can change, so that a cache can keep them.

Facts turn into nested tuples of strings and numbers and back: the form that a cache stores. None of it needs a syntax
tree. Those that a warm compile makes by the hundred are named tuples, which are made five times as fast as records.
"""

from enum import Enum
from typing import Any, NamedTuple, TypeAlias

from mlspec.vocabulary.record import record

FORMAT = 1

# Stands for a value without a name, where the attribute that is taken of it matters: `?.__subclasses__`.
ANY_VALUE = "?"

Plain: TypeAlias = tuple[Any, ...]
Guards: TypeAlias = tuple[tuple[int, str], ...]


class ImportForm(Enum):
    """How an import statement binds a name."""

    MODULE = "module"
    ALIAS = "alias"
    ATTRIBUTE = "attribute"
    STAR = "star"


class UnitKind(Enum):
    """What a piece of a module's top level is."""

    FUNCTION = "function"
    CLASS = "class"
    VALUE = "value"
    STATEMENT = "statement"
    GUARD = "guard"


class ImportedName(NamedTuple):
    """One name that an import binds; `level` counts the dots of a relative import."""

    form: ImportForm
    bound: str
    level: int
    module: str
    attribute: str
    guards: Guards = ()
    typing_only: bool = False


class Form(NamedTuple):
    """A piece of code: the digest of its canonical form, the dotted names from outside, and its own imports."""

    digest: str
    uses: tuple[str, ...]
    imports: tuple[ImportedName, ...] = ()


class Unit(NamedTuple):
    """A definition or statement of a module's top level.

    `guards` are the conditions it stands under, each the index of a unit and the branch taken. `makers` are the
    decorators and metaclasses that are called with it, empty where one cannot be named. `runs` is set where importing
    the module does more with it than bind its names, `fixed` where its value cannot change, `hooked` where a class
    learns of its subclasses, `typing_only` where it stands below `if TYPE_CHECKING:`.
    """

    kind: UnitKind
    names: tuple[str, ...]
    line: int
    column: int
    end_line: int
    guards: Guards = ()
    makers: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    runs: bool = False
    fixed: bool = False
    hooked: bool = False
    typing_only: bool = False


@record
class Fault:
    """Why a module cannot be read; line and column are counted from one, in characters."""

    message: str
    line: int = 1
    column: int = 1


@record
class ModuleFacts:
    """The top level of a module, or the fault that keeps it from being read."""

    units: tuple[Unit, ...] = ()
    imports: tuple[ImportedName, ...] = ()
    fault: Fault | None = None
    documentation: str = ""  # the digest of its docstring


class ParameterShape(NamedTuple):
    """A parameter as written, and where; pieces of the annotation that start with `@` are names to resolve."""

    name: str
    kind: str
    start: int
    annotation: tuple[str, ...]
    has_default: bool
    default_is_literal: bool
    default: object


class Returned(NamedTuple):
    """What one `return` visibly gives: `keys`, a `tuple` of a length, a `call` of a name, or something `unseen`."""

    kind: str
    keys: tuple[str, ...] = ()
    length: int = 0
    name: str = ""


class FunctionShape(NamedTuple):
    """What can be read off a function without its neighbours, and where its name starts."""

    start: int
    parameters: tuple[ParameterShape, ...]
    annotation: tuple[str, ...]
    asynchronous: bool
    generator: bool
    returned: tuple[Returned, ...]


@record
class ClassShape:
    """What can be read off a class: its annotated fields and its functions."""

    fields: tuple[str, ...]
    functions: tuple[str, ...]


@record
class ValueShape:
    """What an assigned value is: the call that made it and the names that it was given."""

    maker: str
    arguments: tuple[str, ...]


Shape: TypeAlias = FunctionShape | ClassShape | ValueShape


def facts_to_plain(facts: ModuleFacts) -> Plain:
    """Facts as nested tuples."""
    fault = facts.fault
    return (
        None if fault is None else (fault.message, fault.line, fault.column),
        tuple(_unit_to_plain(unit) for unit in facts.units),
        tuple(_import_to_plain(name) for name in facts.imports),
        facts.documentation,
    )


def facts_from_plain(plain: Plain) -> ModuleFacts:
    """The facts that were turned into these tuples."""
    fault, units, imports, documentation = plain
    return ModuleFacts(
        tuple([Unit(_UNIT_KINDS[unit[0]], *unit[1:]) for unit in units]),
        _imports_from_plain(imports),
        None if fault is None else Fault(*fault),
        documentation,
    )


def form_to_plain(form: Form) -> Plain:
    """A form as nested tuples."""
    return (form.digest, form.uses, tuple(_import_to_plain(name) for name in form.imports))


def form_from_plain(plain: Plain) -> Form:
    """The form that was turned into these tuples."""
    digest, uses, imports = plain
    return Form(digest, uses, _imports_from_plain(imports))


def shape_to_plain(shape: Shape) -> Plain:
    """A shape as nested tuples."""
    if isinstance(shape, ClassShape):
        return ("class", shape.fields, shape.functions)
    if isinstance(shape, ValueShape):
        return ("value", shape.maker, shape.arguments)
    start, parameters, *rest, returned = shape
    return ("function", start, tuple(map(tuple, parameters)), *rest, tuple(map(tuple, returned)))


def shape_from_plain(plain: Plain) -> Shape:
    """The shape that was turned into these tuples."""
    kind, *rest = plain
    if kind == "class":
        return ClassShape(*rest)
    if kind == "value":
        return ValueShape(*rest)
    start, parameters, annotation, asynchronous, generator, returned = rest
    return FunctionShape(
        start,
        tuple([ParameterShape(*parameter) for parameter in parameters]),
        annotation,
        asynchronous,
        generator,
        tuple([Returned(*one) for one in returned]),
    )


def _unit_to_plain(unit: Unit) -> Plain:
    return (unit.kind.value, *unit[1:])


def _import_to_plain(name: ImportedName) -> Plain:
    return (name.form.value, *name[1:])


def _imports_from_plain(plain: Plain) -> tuple[ImportedName, ...]:
    return tuple([ImportedName(_IMPORT_FORMS[name[0]], *name[1:]) for name in plain])


_UNIT_KINDS = {kind.value: kind for kind in UnitKind}
_IMPORT_FORMS = {form.value: form for form in ImportForm}
