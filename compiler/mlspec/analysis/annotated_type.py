"""Whether a value of the spec can be what a parameter's annotation asks for, as far as that shows.

What cannot be told fits. A whole number is a `float` too, as in Python's own rules; `true` and `false` are no numbers,
a list may stand for a tuple or a set. References are judged by what they will give: a date of the run is a date, a
time, a timestamp or text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlspec.schema.references import AsOfReference, EnvReference, FileReference, LiteralValue, SecretReference
from mlspec.schema.refusal import say_kind
from mlspec.source.route import Route
from mlspec.vocabulary.record import record

if TYPE_CHECKING:
    import ast


@record
class Misfit:
    """The value that does not fit, below the param that holds it, and the part of the annotation that it should be."""

    route: Route
    value: object
    wanted: str


def find_misfit(value: object, annotation: str) -> Misfit | None:
    """The first value, itself or one inside, that is certainly not of the annotated type."""
    if annotation in _SCALARS:
        return None if _is_named(value, annotation) else Misfit((), value, annotation)
    import ast  # what a plain name does not settle

    try:
        tree = ast.parse(annotation, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return _misfit(value, tree, ())


def say_what(value: object) -> str:
    """What kind of value a misfit is, in plain words."""
    match value:
        case AsOfReference():
            return "a date"
        case FileReference():
            return "a file"
        case EnvReference(_, default):
            return "text of the environment" if default is None else say_what(default)
        case LiteralValue(inner):
            return say_kind(inner)
        case bool():
            return say_kind(value)
        case int():
            return "a whole number"
        case float():
            return "a float"
        case None:
            return "`null`"
        case list():
            return f"a list of {len(value)}"
    return say_kind(value)


def literals_of(annotation: str) -> tuple[str, ...]:
    """The texts that a `Literal[...]` allows; empty for other annotations."""
    import ast

    try:
        tree = ast.parse(annotation, mode="eval").body
    except SyntaxError:
        return ()
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Subscript) and _last(node.value) == "Literal"]
    values = [one.value for node in found for one in ast.walk(node.slice) if isinstance(one, ast.Constant)]
    return tuple(value for value in values if isinstance(value, str))


def _misfit(value: object, wanted: ast.expr, route: Route) -> Misfit | None:
    import ast

    match wanted:
        case ast.Constant(value=None):
            fits = value is None
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _of_union(value, (left, right), wanted, route)
        case ast.Name() | ast.Attribute():
            fits = _is_named(value, ast.unparse(wanted))
        case ast.Subscript(value=ast.expr() as base, slice=inner):
            return _of_generic(value, base, inner.elts if isinstance(inner, ast.Tuple) else [inner], wanted, route)
        case _:
            fits = True
    return None if fits else Misfit(route, value, ast.unparse(wanted))


def _of_union(value: object, parts: tuple[ast.expr, ...], whole: ast.expr, route: Route) -> Misfit | None:
    import ast

    misfits = [_misfit(value, part, route) for part in parts]
    if None in misfits:
        return None
    inside = [misfit for misfit in misfits if misfit is not None and len(misfit.route) > len(route)]
    return inside[0] if len(inside) == 1 else Misfit(route, value, ast.unparse(whole))


def _of_generic(value: object, base: ast.expr, parts: list[ast.expr], whole: ast.expr, route: Route) -> Misfit | None:
    import ast

    name = _last(base)
    if name == "Literal":
        return (
            None
            if _is_allowed(value, [_constant(part) for part in parts])
            else Misfit(route, value, ast.unparse(whole))
        )
    if name == "Annotated":
        return _misfit(value, parts[0], route)
    if name in ("Optional", "Union"):
        return _of_union(value, (*parts, ast.Constant(None)) if name == "Optional" else (*parts,), whole, route)
    value = value.value if isinstance(value, LiteralValue) else value
    if _has_other_keys(value, name, parts) or not _is_named(value, ast.unparse(base)):
        return Misfit(route, value, ast.unparse(whole))
    return next((found for found in _inside(value, name, parts, route) if found is not None), None)


def _has_other_keys(value: object, name: str, parts: list[ast.expr]) -> bool:
    """Whether a map has keys of a kind that is not asked for: in a spec they are text."""
    if not isinstance(value, dict) or name not in _MAPS or len(parts) != 2:
        return False
    return any(_misfit(key, parts[0], ()) is not None for key in value)


def _inside(value: object, name: str, parts: list[ast.expr], route: Route) -> list[Misfit | None]:
    """The items of a list, and the values of a map, against what they are annotated as."""
    import ast

    if isinstance(value, list) and name in _LISTS:
        if name.lower() == "tuple" and not (len(parts) == 2 and isinstance(parts[1], ast.Constant)):
            if len(parts) != len(value):
                return [Misfit(route, value, f"tuple[{', '.join(map(ast.unparse, parts))}]")]
            return [
                _misfit(item, part, (*route, index))
                for index, (item, part) in enumerate(zip(value, parts, strict=True))
            ]
        return [_misfit(item, parts[0], (*route, index)) for index, item in enumerate(value)]
    if isinstance(value, dict) and name in _MAPS and len(parts) == 2:
        return [_misfit(item, parts[1], (*route, key)) for key, item in value.items()]
    return []


def _is_allowed(value: object, allowed: list[object]) -> bool:
    """Whether a `Literal` lists the value; what a reference gives is only known where it has a default."""
    match value:
        case EnvReference(_, default):
            return default is None or _is_allowed(default, allowed)
        case AsOfReference() | FileReference() | SecretReference() | LiteralValue():
            return True
    return Ellipsis in allowed or any(type(one) is type(value) and one == value for one in allowed)


def _is_named(value: object, dotted: str) -> bool:
    """Whether a value can be of a type that is known by name; any other type could be anything."""
    name = dotted.rpartition(".")[2]
    if dotted not in _SCALARS and name not in _LISTS | _MAPS:
        return True
    match value:
        case LiteralValue(inner):
            return _is_named(inner, dotted)
        case SecretReference():
            return True
        case AsOfReference(format=form):
            return dotted in (("str",) if form else ("str", "datetime.date", "datetime.datetime"))
        case FileReference():
            return dotted in ("str", "pathlib.Path", "os.PathLike")
        case EnvReference(_, default):
            return dotted in ("str", "int", "float", "bool") if default is None else _is_named(default, dotted)
    return _is_plain(value, dotted, name)


def _is_plain(value: object, dotted: str, name: str) -> bool:
    match value:
        case bool():
            return dotted == "bool"
        case int():
            return dotted in ("int", "float", "complex")
        case float():
            return dotted in ("float", "complex")
        case str():
            return dotted == "str" or name in _ABSTRACT
        case list():
            return name in _LISTS
        case dict():
            return name in _MAPS
    return dotted == "None"


def _last(node: ast.expr) -> str:
    import ast

    return ast.unparse(node).rpartition(".")[2]


def _constant(node: ast.expr) -> object:
    import ast

    try:
        return ast.literal_eval(node)
    except ValueError:
        return Ellipsis  # a member of an enumeration, or another alias: it could be anything


_ABSTRACT = frozenset({"Collection", "Container", "Iterable", "Reversible", "Sequence"})
_LISTS = _ABSTRACT | {
    *("AbstractSet", "FrozenSet", "List", "MutableSequence", "MutableSet", "Set", "Tuple"),
    *("frozenset", "list", "set", "tuple"),
}
_MAPS = frozenset({"Collection", "Container", "Dict", "Iterable", "Mapping", "MutableMapping", "dict"})
_SCALARS = frozenset(
    {"None", "bool", "bytes", "complex", "datetime.date", "datetime.datetime", "float", "int", "pathlib.Path", "str"}
)
