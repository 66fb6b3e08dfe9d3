"""How statements and scopes are written into a canonical form: functions, classes, comprehensions, bindings."""

import ast
from typing import Any

from mlspec.usercode.expressions import write_annotation
from mlspec.usercode.scribe import (
    HANDLERS,
    Handler,
    Scribe,
    write_expressions,
    write_fields,
    write_optional,
    write_statements,
)


def _nothing(scribe: Scribe, node: ast.AST) -> None:
    """`pass` does nothing."""


def _expression(scribe: Scribe, node: ast.Expr) -> None:
    if node.value.__class__ is not ast.Constant:  # a docstring, or another constant that is thrown away
        scribe.write("(Expr")
        HANDLERS[node.value.__class__](scribe, node.value)


def _annotated_assignment(scribe: Scribe, node: ast.AnnAssign) -> None:
    """In a function and at the top level the annotation is left out; without a value it still makes a name local."""
    if scribe.in_class:
        scribe.write("(AnnAssign")
        HANDLERS[node.target.__class__](scribe, node.target)
        write_annotation(scribe, node.annotation)
        write_optional(scribe, node.value)
        return
    scribe.write("(Assign" if node.value else "(declare")
    write_expressions(scribe, (node.target,))
    if node.value:
        HANDLERS[node.value.__class__](scribe, node.value)


def _global(scribe: Scribe, node: ast.Global) -> None:
    _declaration(scribe, node)
    scribe.declared.update(node.names)
    scribe.loads.update(node.names)


def _declaration(scribe: Scribe, node: ast.Global | ast.Nonlocal) -> None:
    scribe.write(f"({node.__class__.__name__}")
    scribe.tokens += sorted(node.names)
    scribe.write(")")


def _function(scribe: Scribe, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    scribe.write(f"({node.__class__.__name__}")
    scribe.write(node.name)
    scribe.bound.add(node.name)
    write_expressions(scribe, node.decorator_list)
    annotated = bool(node.decorator_list)  # a decorator may read annotations
    _defaults(scribe, node.args)
    outer = scribe.enter()
    _type_parameters(scribe, node)
    _parameters(scribe, node.args, annotated)
    if annotated:
        write_annotation(scribe, node.returns)
    write_statements(scribe, node.body)
    scribe.leave(outer)


def _lambda(scribe: Scribe, node: ast.Lambda) -> None:
    scribe.write("(Lambda")
    _defaults(scribe, node.args)
    outer = scribe.enter()
    _parameters(scribe, node.args, False)
    HANDLERS[node.body.__class__](scribe, node.body)
    scribe.leave(outer)


def _defaults(scribe: Scribe, arguments: ast.arguments) -> None:
    write_expressions(scribe, arguments.defaults)
    write_expressions(scribe, arguments.kw_defaults)


def _parameters(scribe: Scribe, arguments: ast.arguments, annotated: bool) -> None:
    groups = (
        (arguments.posonlyargs, "/"),
        (arguments.args, "*"),
        ((arguments.vararg,) if arguments.vararg else (), "+"),
        (arguments.kwonlyargs, "**"),
        ((arguments.kwarg,) if arguments.kwarg else (), ")"),
    )
    for group, end in groups:
        for argument in group:
            scribe.write(argument.arg)
            scribe.bound.add(argument.arg)
            if annotated:
                write_annotation(scribe, argument.annotation)
        scribe.write(end)


def _type_parameters(scribe: Scribe, node: Any) -> None:
    """`def f[T]` of Python 3.12; nothing is written where there are none, as on 3.11."""
    parameters = getattr(node, "type_params", None)
    if parameters:
        scribe.write("(type_params")
        for parameter in parameters:
            scribe.bound.add(parameter.name)
            scribe.write(f"({parameter.__class__.__name__}")
            scribe.write(parameter.name)
            write_annotation(scribe, getattr(parameter, "bound", None))
            write_annotation(scribe, getattr(parameter, "default_value", None))
        scribe.write(")")


def _class(scribe: Scribe, node: ast.ClassDef) -> None:
    """A class body's names are not those of its methods, and may be looked up outside: no loaded name is dropped."""
    scribe.write("(ClassDef")
    scribe.write(node.name)
    scribe.bound.add(node.name)
    write_expressions(scribe, node.decorator_list)
    outer = (scribe.bound, scribe.in_class, scribe.declared)
    scribe.bound, scribe.in_class, scribe.declared = set(), True, set()
    _type_parameters(scribe, node)
    write_expressions(scribe, node.bases)
    for keyword in node.keywords:
        scribe.write(f"{keyword.arg or '**'}=")
        HANDLERS[keyword.value.__class__](scribe, keyword.value)
    write_statements(scribe, node.body)
    scribe.bound, scribe.in_class, scribe.declared = outer


def _type_alias(scribe: Scribe, node: Any) -> None:
    scribe.write("(TypeAlias")
    HANDLERS[ast.Name](scribe, node.name)
    outer = scribe.enter()
    _type_parameters(scribe, node)
    write_annotation(scribe, node.value)
    scribe.leave(outer)


def _comprehension(scribe: Scribe, node: Any) -> None:
    scribe.write(f"({node.__class__.__name__}")
    first = node.generators[0].iter
    HANDLERS[first.__class__](scribe, first)  # evaluated in the scope around
    outer = scribe.enter()
    for index, generator in enumerate(node.generators):
        scribe.write("(async" if generator.is_async else "(for")
        HANDLERS[generator.target.__class__](scribe, generator.target)
        if index:
            HANDLERS[generator.iter.__class__](scribe, generator.iter)
        write_expressions(scribe, generator.ifs)
    for part in (node.key, node.value) if node.__class__ is ast.DictComp else (node.elt,):
        HANDLERS[part.__class__](scribe, part)
    scribe.leave(outer)


def _named(scribe: Scribe, node: Any) -> None:
    """An `except ... as name` or a pattern that binds a name."""
    name = getattr(node, "name", None) or getattr(node, "rest", None)
    if name:
        scribe.bound.add(name)
    write_fields(scribe, node)


HANDLERS.update(dict.fromkeys((ast.FunctionDef, ast.AsyncFunctionDef), _function))
HANDLERS.update(dict.fromkeys((ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp), _comprehension))
HANDLERS.update(dict.fromkeys((ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping), _named))
_OTHERS: dict[type, Handler] = {
    ast.Pass: _nothing,
    ast.Expr: _expression,
    ast.AnnAssign: _annotated_assignment,
    ast.Global: _global,
    ast.Nonlocal: _declaration,
    ast.ClassDef: _class,
    ast.Lambda: _lambda,
}
HANDLERS.update(_OTHERS)
if hasattr(ast, "TypeAlias"):
    HANDLERS[ast.TypeAlias] = _type_alias
