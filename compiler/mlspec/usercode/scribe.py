"""The hand that writes a canonical form: where the walk is, and the general way to write a node.

Each class of node has a handler, which writes tokens and notes the names that the code loads and binds. A token that
starts a node begins with a parenthesis, and a list ends with one, so that no two trees have the same tokens.
"""

import ast
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from mlspec.usercode.facts import ImportedName
from mlspec.usercode.syntax import imported_names

Handler: TypeAlias = Callable[["Scribe", Any], None]
Scope: TypeAlias = tuple[set[str], set[str], set[str], bool]

HANDLERS: dict[type, Handler] = {}


class Scribe:
    """The tokens so far, and the names of the scope that the walk is in."""

    __slots__ = ("annotating", "bound", "declared", "imports", "in_class", "loads", "tokens", "write")

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.write = self.tokens.append
        self.loads: set[str] = set()
        self.bound: set[str] = set()
        self.declared: set[str] = set()  # by `global`
        self.imports: list[ImportedName] = []
        self.in_class = False
        self.annotating = False

    def enter(self) -> Scope:
        """Start the scope of a function; `leave` takes what this returns."""
        outer = (self.loads, self.bound, self.declared, self.in_class)
        self.loads, self.bound, self.declared, self.in_class = set(), set(), set(), False
        return outer

    def leave(self, outer: Scope) -> None:
        """Hand the names that this scope does not bind to the one around it."""
        bound = self.bound - self.declared
        free = [chain for chain in self.loads if chain.partition(".")[0] not in bound]
        self.loads, self.bound, self.declared, self.in_class = outer
        self.loads.update(free)


def write_statements(scribe: Scribe, statements: Iterable[ast.AST]) -> None:
    """Statements in their order, but neighbouring imports sorted."""
    imports: list[str] = []
    for statement in statements:
        kind = statement.__class__
        if kind is ast.Import or kind is ast.ImportFrom:
            imports += _import_tokens(scribe, statement)
            continue
        if imports:
            scribe.tokens += sorted(imports)
            imports = []
        HANDLERS[kind](scribe, statement)
    scribe.tokens += sorted(imports)
    scribe.write(")")


def write_expressions(scribe: Scribe, nodes: Iterable[ast.AST | None]) -> None:
    """Expressions in their order."""
    for node in nodes:
        if node is None:
            scribe.write("")
        else:
            HANDLERS[node.__class__](scribe, node)
    scribe.write(")")


def write_optional(scribe: Scribe, node: ast.AST | None) -> None:
    """An expression that may be missing."""
    if node is None:
        scribe.write("")
    else:
        HANDLERS[node.__class__](scribe, node)


def write_tag(scribe: Scribe, node: ast.AST) -> None:
    """A node that has nothing but its class."""
    scribe.write(f"({node.__class__.__name__}")


def write_fields(scribe: Scribe, node: ast.AST) -> None:
    """A node by its fields, in the order of the table below."""
    kind = node.__class__
    tag, fields = _FIELDS.get(kind) or (f"({kind.__name__}", kind._fields)  # a node that a later Python has brought
    write = scribe.write
    write(tag)
    for field in fields:
        value = getattr(node, field, None)
        if value is None:
            write("")
        elif value.__class__ is list:
            (write_statements if field in _BODIES else write_expressions)(scribe, value)
        elif value.__class__ is str:
            write(value)
        else:
            HANDLERS.get(value.__class__, write_fields)(scribe, value)


def _import_tokens(scribe: Scribe, node: Any) -> list[str]:
    names = imported_names(node)
    scribe.imports += names
    return [
        f"(import {name.form.value} {name.bound} {'.' * name.level}{name.module} {name.attribute}" for name in names
    ]


_BODIES = frozenset({"body", "orelse", "finalbody"})

_FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "Return": ("value",),
    "Delete": ("targets",),
    "Assign": ("targets", "value"),
    "AugAssign": ("target", "op", "value"),
    "For": ("target", "iter", "body", "orelse"),
    "AsyncFor": ("target", "iter", "body", "orelse"),
    "While": ("test", "body", "orelse"),
    "If": ("test", "body", "orelse"),
    "With": ("items", "body"),
    "AsyncWith": ("items", "body"),
    "withitem": ("context_expr", "optional_vars"),
    "Match": ("subject", "cases"),
    "match_case": ("pattern", "guard", "body"),
    "MatchValue": ("value",),
    "MatchSequence": ("patterns",),
    "MatchMapping": ("keys", "patterns", "rest"),
    "MatchStar": ("name",),
    "MatchAs": ("pattern", "name"),
    "MatchOr": ("patterns",),
    "Raise": ("exc", "cause"),
    "Try": ("body", "handlers", "orelse", "finalbody"),
    "TryStar": ("body", "handlers", "orelse", "finalbody"),
    "ExceptHandler": ("type", "name", "body"),
    "Assert": ("test", "msg"),
    "BoolOp": ("op", "values"),
    "NamedExpr": ("target", "value"),
    "BinOp": ("left", "op", "right"),
    "UnaryOp": ("op", "operand"),
    "IfExp": ("test", "body", "orelse"),
    "Dict": ("keys", "values"),
    "Set": ("elts",),
    "Await": ("value",),
    "Yield": ("value",),
    "YieldFrom": ("value",),
    "Compare": ("left", "ops", "comparators"),
    "Subscript": ("value", "slice"),
    "Starred": ("value",),
    "List": ("elts",),
    "Tuple": ("elts",),
    "Slice": ("lower", "upper", "step"),
}

_FIELDS: dict[type, tuple[str, tuple[str, ...]]] = {
    getattr(ast, name): (f"({name}", fields) for name, fields in _FIELD_NAMES.items()
}

HANDLERS.update(dict.fromkeys(_FIELDS, write_fields))
for _group in (ast.operator, ast.unaryop, ast.boolop, ast.cmpop):
    HANDLERS.update(dict.fromkeys(_group.__subclasses__(), write_tag))
HANDLERS.update(dict.fromkeys((ast.Break, ast.Continue), write_tag))
