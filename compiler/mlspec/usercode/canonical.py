"""The canonical form of a piece of Python: what it says, whatever its spelling, and whom it names.

One walk over the syntax tree writes a stream of tokens, whose digest is the same on every Python that can parse the code, and collects
the names that the code takes from outside of itself. Left out are comments, docstrings and other statements that are one constant,
`pass`, parentheses, quotes, positions, the order of neighbouring imports, and annotations where Python only evaluates them and forgets:
those of functions and local variables. Annotations in a class body count, since dataclasses and pydantic read them; so do those of a
decorated function, since typer and its like read them.

The form is spelled here field by field, and not by `ast.dump` or `ast.unparse`, whose texts change from one Python to the next.
"""

import ast
import sys
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any, TypeAlias

from mlspec.usercode.facts import Form, ImportedName, ImportForm

Handler: TypeAlias = Callable[["_Scribe", Any], None]

_DEEP = 1_000_000


def read_form(nodes: Iterable[ast.AST]) -> tuple[Form, frozenset[str]]:
    """The form of some statements or expressions, taken as one, and the names that they bind."""
    nodes = tuple(nodes)
    try:
        return _read_form(nodes)
    except RecursionError:
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(_DEEP)  # calls from Python to Python take no room on the C stack
        try:
            return _read_form(nodes)
        finally:
            sys.setrecursionlimit(limit)


def digest_of(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def imported_names(node: ast.Import | ast.ImportFrom) -> tuple[ImportedName, ...]:
    """What an import statement binds; nothing for `from __future__`."""
    if isinstance(node, ast.Import):
        return tuple(
            ImportedName(ImportForm.ALIAS, alias.asname, 0, alias.name, "")
            if alias.asname
            else ImportedName(ImportForm.MODULE, alias.name.partition(".")[0], 0, alias.name, "")
            for alias in node.names
        )
    if node.module == "__future__":
        return ()
    return tuple(
        ImportedName(ImportForm.STAR, "*", node.level, node.module or "", "*")
        if alias.name == "*"
        else ImportedName(ImportForm.ATTRIBUTE, alias.asname or alias.name, node.level, node.module or "", alias.name)
        for alias in node.names
    )


def chain_of(node: ast.AST) -> str:
    """The dotted name that an expression is, such as `pd.DataFrame`; empty where it is something else."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    parts.append(node.id)
    return ".".join(reversed(parts))


def _read_form(nodes: tuple[ast.AST, ...]) -> tuple[Form, frozenset[str]]:
    scribe = _Scribe()
    _body(scribe, nodes)
    form = Form(digest_of("\n".join(scribe.tokens)), tuple(sorted(scribe.loads)), tuple(scribe.imports))
    return form, frozenset(scribe.bound)


class _Scribe:
    """Where the walk is: the tokens so far, and the names of the scope that it is in."""

    __slots__ = ("annotating", "bound", "declared", "imports", "in_class", "loads", "tokens", "write")

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.write = self.tokens.append
        self.loads: set[str] = set()
        self.bound: set[str] = set()
        self.declared: set[str] = set()
        self.imports: list[ImportedName] = []
        self.in_class = False
        self.annotating = False


def _body(scribe: _Scribe, statements: Iterable[ast.AST]) -> None:
    imports: list[str] = []
    for statement in statements:
        kind = statement.__class__
        if kind is ast.Import or kind is ast.ImportFrom:
            imports.extend(_import(scribe, statement))
            continue
        if imports:
            scribe.tokens.extend(sorted(imports))
            imports = []
        _HANDLERS[kind](scribe, statement)
    scribe.tokens.extend(sorted(imports))
    scribe.write(")")


def _import(scribe: _Scribe, node: Any) -> list[str]:
    names = imported_names(node)
    scribe.imports.extend(names)
    return [f"(import {name.form.value} {name.bound} {'.' * name.level}{name.module} {name.attribute}" for name in names]


def _expressions(scribe: _Scribe, nodes: Iterable[ast.AST | None]) -> None:
    for node in nodes:
        if node is None:
            scribe.write("")
        else:
            _HANDLERS[node.__class__](scribe, node)
    scribe.write(")")


def _nothing(scribe: _Scribe, node: ast.AST) -> None:
    """`pass` does nothing."""


def _tag(scribe: _Scribe, node: ast.AST) -> None:
    scribe.write(f"({node.__class__.__name__}")


def _fields(scribe: _Scribe, node: ast.AST) -> None:
    kind = node.__class__
    tag, fields = _FIELDS.get(kind) or _unknown(kind)
    write = scribe.write
    write(tag)
    for field in fields:
        value = getattr(node, field, None)
        if value is None:
            write("")
        elif value.__class__ is list:
            (_body if field in _BODIES else _expressions)(scribe, value)
        elif value.__class__ is str:
            write(value)
        else:
            _HANDLERS.get(value.__class__, _fields)(scribe, value)


def _unknown(kind: type) -> tuple[str, tuple[str, ...]]:
    """A node that a later Python has brought."""
    return f"({kind.__name__}", tuple(kind._fields)  # type: ignore[attr-defined]  # every node class has it


def _name(scribe: _Scribe, node: ast.Name) -> None:
    name = node.id
    scribe.write(name)
    if node.ctx.__class__ is ast.Load:
        scribe.loads.add(name)
    else:
        scribe.bound.add(name)


def _attribute(scribe: _Scribe, node: ast.Attribute) -> None:
    attributes = node.attr
    value = node.value
    while value.__class__ is ast.Attribute:
        attributes = f"{value.attr}.{attributes}"  # type: ignore[attr-defined]  # compared by class, for speed
        value = value.value  # type: ignore[attr-defined]
    if value.__class__ is ast.Name:
        chain = f"{value.id}.{attributes}"  # type: ignore[attr-defined]
        scribe.write(chain)
        scribe.loads.add(chain)
    else:
        scribe.write(f"(.{attributes}")
        _HANDLERS[value.__class__](scribe, value)


def _constant(scribe: _Scribe, node: ast.Constant) -> None:
    value = node.value
    scribe.write(_literal(value))
    if scribe.annotating and isinstance(value, str):
        _quoted(scribe, value)


def _literal(value: object) -> str:
    """A constant; `ascii`, since what `repr` escapes depends on the Unicode tables of the Python that runs."""
    if value.__class__ is str:
        return ascii(value)
    if value.__class__ is int:
        return f"#{value:x}"
    if isinstance(value, complex):
        return f"#{value.real!r}+{value.imag!r}j"
    return f"#{value!r}"


def _quoted(scribe: _Scribe, text: str) -> None:
    """The names in an annotation that is written as a string."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    kept = len(scribe.tokens)
    _HANDLERS[tree.body.__class__](scribe, tree.body)
    del scribe.tokens[kept:]


def _annotation(scribe: _Scribe, node: ast.AST | None) -> None:
    if node is None:
        scribe.write("")
        return
    before, scribe.annotating = scribe.annotating, True
    _HANDLERS[node.__class__](scribe, node)
    scribe.annotating = before


def _call(scribe: _Scribe, node: ast.Call) -> None:
    scribe.write("(Call")
    function = node.func
    last = function.id if function.__class__ is ast.Name else getattr(function, "attr", "")  # type: ignore[attr-defined]
    if last in _DYNAMIC and _dynamic(scribe, node, last):
        return
    _HANDLERS[function.__class__](scribe, function)
    _arguments(scribe, node)


def _arguments(scribe: _Scribe, node: ast.Call) -> None:
    for argument in node.args:
        _HANDLERS[argument.__class__](scribe, argument)
    for keyword in node.keywords:
        scribe.write(f"{keyword.arg or '**'}=")
        _HANDLERS[keyword.value.__class__](scribe, keyword.value)
    scribe.write(")")


def _dynamic(scribe: _Scribe, node: ast.Call, last: str) -> bool:
    """A name that is looked up by a literal: `getattr(module, "name")`, `import_module("package.module")`."""
    literals = [argument.value for argument in node.args if isinstance(argument, ast.Constant) and isinstance(argument.value, str)]
    outer = scribe.loads
    scribe.loads = set()
    if last == "getattr":
        chain = chain_of(node.args[0]) if node.args else ""
        seen = bool(chain) and len(literals) == 1 and node.args[1].__class__ is ast.Constant and literals[0].isidentifier()
        if seen:
            _HANDLERS[node.func.__class__](scribe, node.func)
            _arguments(scribe, node)
            scribe.loads = (scribe.loads - {chain}) | {f"{chain}.{literals[0]}"}
    else:
        seen = len(node.args) == len(literals) == 1 and not node.keywords and not literals[0].startswith(".")
        if seen:
            _HANDLERS[node.func.__class__](scribe, node.func)
            _arguments(scribe, node)
            scribe.loads = {f"{chain}()" for chain in scribe.loads}
            scribe.imports.append(ImportedName(ImportForm.MODULE, "", 0, literals[0], ""))
    scribe.loads |= outer
    return seen


def _joined(scribe: _Scribe, node: ast.JoinedStr) -> None:
    """An f-string; Pythons differ in how they cut its constant pieces."""
    scribe.write("(JoinedStr")
    text = ""
    for value in node.values:
        if isinstance(value, ast.Constant):
            text += str(value.value)
            continue
        if text:
            scribe.write(ascii(text))
            text = ""
        _HANDLERS[value.__class__](scribe, value)
    if text:
        scribe.write(ascii(text))
    scribe.write(")")


def _formatted(scribe: _Scribe, node: ast.FormattedValue) -> None:
    scribe.write(f"({{{node.conversion}")
    _HANDLERS[node.value.__class__](scribe, node.value)
    spec = node.format_spec
    if isinstance(spec, ast.JoinedStr) and any(getattr(value, "value", "") != "" for value in spec.values):
        _joined(scribe, spec)
    else:
        scribe.write("")


def _expression_statement(scribe: _Scribe, node: ast.Expr) -> None:
    if node.value.__class__ is not ast.Constant:  # a docstring, or another constant that is thrown away
        scribe.write("(Expr")
        _HANDLERS[node.value.__class__](scribe, node.value)


def _annotated_assignment(scribe: _Scribe, node: ast.AnnAssign) -> None:
    if node.value is None and not scribe.in_class:
        scribe.write("(declare")
        _HANDLERS[node.target.__class__](scribe, node.target)
        return
    scribe.write("(AnnAssign" if scribe.in_class else "(Assign")
    _HANDLERS[node.target.__class__](scribe, node.target)
    if scribe.in_class:
        _annotation(scribe, node.annotation)
    else:
        scribe.write(")")
    if node.value is None:
        scribe.write("")
    else:
        _HANDLERS[node.value.__class__](scribe, node.value)


def _global(scribe: _Scribe, node: ast.Global) -> None:
    scribe.write("(Global")
    scribe.tokens.extend(sorted(node.names))
    scribe.write(")")
    scribe.declared.update(node.names)
    scribe.loads.update(node.names)


def _function(scribe: _Scribe, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    scribe.write(f"({node.__class__.__name__}")
    scribe.write(node.name)
    scribe.bound.add(node.name)
    _expressions(scribe, node.decorator_list)
    annotated = bool(node.decorator_list)
    _defaults(scribe, node.args)
    outer = _enter(scribe)
    _type_parameters(scribe, node)
    _parameters(scribe, node.args, annotated)
    if annotated:
        _annotation(scribe, node.returns)
    _body(scribe, node.body)
    _leave(scribe, outer)


def _lambda(scribe: _Scribe, node: ast.Lambda) -> None:
    scribe.write("(Lambda")
    _defaults(scribe, node.args)
    outer = _enter(scribe)
    _parameters(scribe, node.args, False)
    _HANDLERS[node.body.__class__](scribe, node.body)
    _leave(scribe, outer)


def _defaults(scribe: _Scribe, arguments: ast.arguments) -> None:
    _expressions(scribe, arguments.defaults)
    _expressions(scribe, arguments.kw_defaults)


def _parameters(scribe: _Scribe, arguments: ast.arguments, annotated: bool) -> None:
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
                _annotation(scribe, argument.annotation)
        scribe.write(end)


def _type_parameters(scribe: _Scribe, node: Any) -> None:
    """`def f[T]` of Python 3.12; nothing is written where there are none, as on 3.11."""
    parameters = getattr(node, "type_params", None)
    if parameters:
        scribe.write("(type_params")
        for parameter in parameters:
            scribe.bound.add(parameter.name)
            scribe.write(f"({parameter.__class__.__name__}")
            scribe.write(parameter.name)
            _annotation(scribe, getattr(parameter, "bound", None))
            _annotation(scribe, getattr(parameter, "default_value", None))
        scribe.write(")")


def _class(scribe: _Scribe, node: ast.ClassDef) -> None:
    scribe.write("(ClassDef")
    scribe.write(node.name)
    scribe.bound.add(node.name)
    _expressions(scribe, node.decorator_list)
    bound, in_class, declared = scribe.bound, scribe.in_class, scribe.declared
    scribe.bound, scribe.in_class, scribe.declared = set(), True, set()
    _type_parameters(scribe, node)
    _expressions(scribe, node.bases)
    for keyword in node.keywords:
        scribe.write(f"{keyword.arg or '**'}=")
        _HANDLERS[keyword.value.__class__](scribe, keyword.value)
    _body(scribe, node.body)  # its names are not those of its methods, and may still be looked up outside: nothing is dropped
    scribe.bound, scribe.in_class, scribe.declared = bound, in_class, declared


def _type_alias(scribe: _Scribe, node: Any) -> None:
    scribe.write("(TypeAlias")
    _name(scribe, node.name)
    outer = _enter(scribe)
    _type_parameters(scribe, node)
    _annotation(scribe, node.value)
    _leave(scribe, outer)


def _comprehension(scribe: _Scribe, node: Any) -> None:
    scribe.write(f"({node.__class__.__name__}")
    first = node.generators[0].iter
    _HANDLERS[first.__class__](scribe, first)  # evaluated outside
    outer = _enter(scribe)
    scribe.in_class = outer[3]
    for index, generator in enumerate(node.generators):
        scribe.write("(async" if generator.is_async else "(for")
        _HANDLERS[generator.target.__class__](scribe, generator.target)
        if index:
            _HANDLERS[generator.iter.__class__](scribe, generator.iter)
        _expressions(scribe, generator.ifs)
    for part in (node.key, node.value) if node.__class__ is ast.DictComp else (node.elt,):
        _HANDLERS[part.__class__](scribe, part)
    _leave(scribe, outer)


_Scope: TypeAlias = tuple[set[str], set[str], set[str], bool]


def _enter(scribe: _Scribe) -> _Scope:
    outer = (scribe.loads, scribe.bound, scribe.declared, scribe.in_class)
    scribe.loads, scribe.bound, scribe.declared, scribe.in_class = set(), set(), set(), False
    return outer


def _leave(scribe: _Scribe, outer: _Scope) -> None:
    """Hand the names that this scope does not bind to the one around it."""
    bound = scribe.bound - scribe.declared
    free = [chain for chain in scribe.loads if chain.partition(".")[0] not in bound]
    scribe.loads, scribe.bound, scribe.declared, scribe.in_class = outer
    scribe.loads.update(free)


def _handler_clause(scribe: _Scribe, node: ast.ExceptHandler) -> None:
    if node.name:
        scribe.bound.add(node.name)
    _fields(scribe, node)


def _capture(scribe: _Scribe, node: Any) -> None:
    name = getattr(node, "name", None) or getattr(node, "rest", None)
    if name:
        scribe.bound.add(name)
    _fields(scribe, node)


def _match_singleton(scribe: _Scribe, node: ast.MatchSingleton) -> None:
    scribe.write(f"(MatchSingleton {node.value!r}")


def _match_class(scribe: _Scribe, node: ast.MatchClass) -> None:
    scribe.write("(MatchClass")
    _HANDLERS[node.cls.__class__](scribe, node.cls)
    _expressions(scribe, node.patterns)
    scribe.tokens.extend(node.kwd_attrs)
    scribe.write(")")
    _expressions(scribe, node.kwd_patterns)


def _nonlocal(scribe: _Scribe, node: ast.Nonlocal) -> None:
    scribe.write("(Nonlocal")
    scribe.tokens.extend(sorted(node.names))
    scribe.write(")")


_DYNAMIC = frozenset({"getattr", "import_module", "__import__"})
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

_SPECIAL: dict[str, Handler] = {
    "Pass": _nothing,
    "Expr": _expression_statement,
    "AnnAssign": _annotated_assignment,
    "Global": _global,
    "Nonlocal": _nonlocal,
    "FunctionDef": _function,
    "AsyncFunctionDef": _function,
    "ClassDef": _class,
    "TypeAlias": _type_alias,
    "ExceptHandler": _handler_clause,
    "MatchAs": _capture,
    "MatchStar": _capture,
    "MatchMapping": _capture,
    "MatchSingleton": _match_singleton,
    "MatchClass": _match_class,
    "Name": _name,
    "Attribute": _attribute,
    "Constant": _constant,
    "Call": _call,
    "JoinedStr": _joined,
    "FormattedValue": _formatted,
    "Lambda": _lambda,
    "ListComp": _comprehension,
    "SetComp": _comprehension,
    "DictComp": _comprehension,
    "GeneratorExp": _comprehension,
}


def _all_handlers() -> dict[type, Handler]:
    handlers: dict[type, Handler] = dict.fromkeys(_FIELDS, _fields)
    for group in (ast.operator, ast.unaryop, ast.boolop, ast.cmpop):
        handlers.update(dict.fromkeys(group.__subclasses__(), _tag))
    handlers.update(dict.fromkeys((ast.Break, ast.Continue), _tag))
    handlers.update({getattr(ast, name): handler for name, handler in _SPECIAL.items() if hasattr(ast, name)})
    return handlers


_HANDLERS: dict[type, Handler] = _all_handlers()
