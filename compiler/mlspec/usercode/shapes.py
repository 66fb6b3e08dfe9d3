"""What can be read off one definition: parameters and returns of a function, fields of a class, a maker's name."""

import ast
from collections.abc import Callable, Iterator
from typing import TypeAlias

from mlspec.usercode.facts import ClassShape, FunctionShape, ParameterShape, Shape, ValueShape
from mlspec.usercode.returns import read_returns, yields
from mlspec.usercode.syntax import called, chain_of, unsubscripted

Locate: TypeAlias = Callable[[int, int], int]


def read_shape(node: ast.AST, start: int, locate: Locate, may_yield: bool = True) -> Shape:
    """The shape of a definition whose name starts at `start`; `locate` finds the offset of a line and a column."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return _function(node, start, locate, may_yield and yields(node))
    if isinstance(node, ast.ClassDef):
        return _class(node)
    return _value(getattr(node, "value", None))


def _function(
    node: ast.FunctionDef | ast.AsyncFunctionDef, start: int, locate: Locate, generator: bool
) -> FunctionShape:
    return FunctionShape(
        start,
        tuple(_parameter(*one, locate) for one in _parameters(node.args)),
        _annotation(node.returns),
        isinstance(node, ast.AsyncFunctionDef),
        generator,
        tuple(read_returns(node)),
    )


def _class(node: ast.ClassDef) -> ClassShape:
    fields = []
    functions = []
    for member in node.body:
        match member:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                if chain_of(unsubscripted(annotation)).rpartition(".")[2] != "ClassVar":
                    fields.append(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                functions.append(name)
    return ClassShape(tuple(fields), tuple(functions))


def _value(node: ast.AST | None) -> ValueShape:
    if not isinstance(node, ast.Call):
        return ValueShape(chain_of(node), ())
    arguments = (*node.args, *(keyword.value for keyword in node.keywords))
    return ValueShape(chain_of(called(node)), tuple(name for name in map(chain_of, arguments) if name))


def _parameters(arguments: ast.arguments) -> Iterator[tuple[ast.arg, str, ast.expr | None]]:
    """Each parameter with its kind and its default."""
    positional = [(one, "positional_only") for one in arguments.posonlyargs]
    positional += [(one, "positional_or_keyword") for one in arguments.args]
    missing = len(positional) - len(arguments.defaults)
    for index, (argument, kind) in enumerate(positional):
        yield argument, kind, arguments.defaults[index - missing] if index >= missing else None
    if arguments.vararg:
        yield arguments.vararg, "var_positional", None
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield argument, "keyword_only", default
    if arguments.kwarg:
        yield arguments.kwarg, "var_keyword", None


def _parameter(argument: ast.arg, kind: str, default: ast.expr | None, locate: Locate) -> ParameterShape:
    is_literal, value = _literal(default) if default is not None else (False, None)
    return ParameterShape(
        argument.arg,
        kind,
        locate(argument.lineno, argument.col_offset),
        _annotation(argument.annotation),
        default is not None,
        is_literal,
        value,
    )


def _literal(node: ast.expr) -> tuple[bool, object]:
    """Whether an expression is a literal whose value cannot change, and that value."""
    match node:
        case ast.Constant(value=value) if value is not Ellipsis:
            return True, value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return True, -value
        case ast.Tuple(elts=elements):
            parts = [_literal(part) for part in elements]
            seen = all(known for known, _ in parts)
            return seen, tuple(part for _, part in parts) if seen else None
    return False, None


def _annotation(node: ast.expr | None) -> tuple[str, ...]:
    """The text of an annotation in pieces; those that start with `@` are dotted names."""
    match node:
        case None:
            return ()
        case ast.Name() | ast.Attribute() if chain_of(node):
            return (f"@{chain_of(node)}",)
        case ast.Constant(value=str() as text):
            try:
                return _annotation(ast.parse(text.strip(), mode="eval").body)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return (ascii(text),)
        case ast.Subscript(value=ast.expr() as base, slice=inner):
            parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            if chain_of(base).rpartition(".")[2] == "Literal":  # its strings are values
                return (*_annotation(base), "[", ", ".join(map(ast.unparse, parts)), "]")
            return (*_annotation(base), "[", *_list(parts), "]")
        case ast.List(elts=elements):
            return ("[", *_list(elements), "]")
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return (*_annotation(left), " | ", *_annotation(right))
    return (ast.unparse(node),)


def _list(nodes: list[ast.expr]) -> Iterator[str]:
    for index, node in enumerate(nodes):
        if index:
            yield ", "
        yield from _annotation(node)
