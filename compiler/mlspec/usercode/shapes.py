"""What can be read off one definition: parameters, annotations, and what it visibly returns."""

import ast
from collections.abc import Iterator

from mlspec.usercode.canonical import chain_of
from mlspec.usercode.facts import ClassShape, FunctionShape, ParameterShape, Returned, Shape, ValueShape

_UNSEEN = Returned("unseen")


def read_shape(node: ast.AST) -> Shape:
    """The shape of a function, a class or an assignment."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return _function(node)
    if isinstance(node, ast.ClassDef):
        return _class(node)
    return _value(getattr(node, "value", None))


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> FunctionShape:
    own = tuple(_own_nodes(node.body))
    return FunctionShape(
        tuple(_parameters(node.args)),
        _annotation(node.returns),
        isinstance(node, ast.AsyncFunctionDef),
        any(isinstance(one, ast.Yield | ast.YieldFrom) for one in own),
        tuple(_returns(own)),
    )


def _class(node: ast.ClassDef) -> ClassShape:
    fields = [
        member.target.id
        for member in node.body
        if isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name) and "ClassVar" not in chain_of(_base(member.annotation))
    ]
    functions = [member.name for member in node.body if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef)]
    return ClassShape(tuple(fields), tuple(functions))


def _base(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Subscript) else node


def _value(node: ast.AST | None) -> ValueShape:
    if not isinstance(node, ast.Call):
        return ValueShape(chain_of(node) if node is not None else "", ())
    maker: ast.expr = node.func
    while isinstance(maker, ast.Call):
        maker = maker.func
    arguments = (*node.args, *(keyword.value for keyword in node.keywords))
    return ValueShape(chain_of(maker), tuple(name for name in map(chain_of, arguments) if name))


def _parameters(arguments: ast.arguments) -> Iterator[ParameterShape]:
    positional = [*((one, "positional_only") for one in arguments.posonlyargs), *((one, "positional_or_keyword") for one in arguments.args)]
    missing = len(positional) - len(arguments.defaults)
    for index, (argument, kind) in enumerate(positional):
        yield _parameter(argument, kind, arguments.defaults[index - missing] if index >= missing else None)
    if arguments.vararg:
        yield _parameter(arguments.vararg, "var_positional", None)
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield _parameter(argument, "keyword_only", default)
    if arguments.kwarg:
        yield _parameter(arguments.kwarg, "var_keyword", None)


def _parameter(argument: ast.arg, kind: str, default: ast.expr | None) -> ParameterShape:
    is_literal, value = _literal(default) if default is not None else (False, None)
    annotation = _annotation(argument.annotation)
    return ParameterShape(argument.arg, kind, argument.lineno, argument.col_offset, annotation, default is not None, is_literal, value)


def _literal(node: ast.expr) -> tuple[bool, object]:
    """Whether an expression is a literal that cannot change, and its value."""
    if isinstance(node, ast.Constant) and node.value is not Ellipsis:
        return True, node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        value = node.operand.value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return True, -value
    if isinstance(node, ast.Tuple):
        parts = [_literal(part) for part in node.elts]
        return all(seen for seen, _ in parts), tuple(part for _, part in parts)
    return False, None


def _annotation(node: ast.expr | None) -> tuple[str, ...]:
    """The text of an annotation in pieces; those that start with `@` are dotted names."""
    if node is None:
        return ()
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return _annotation(ast.parse(node.value.strip(), mode="eval").body)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return (ascii(node.value),)
    chain = chain_of(node)
    if chain:
        return (f"@{chain}",)
    if isinstance(node, ast.Subscript):
        if chain_of(node.value).rpartition(".")[2] == "Literal":
            return (*_annotation(node.value), f"[{ast.unparse(node.slice)}]")
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return (*_annotation(node.value), "[", *_separated(inner), "]")
    if isinstance(node, ast.List):
        return ("[", *_separated(node.elts), "]")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return (*_annotation(node.left), " | ", *_annotation(node.right))
    return (ast.unparse(node),)


def _separated(nodes: list[ast.expr]) -> Iterator[str]:
    for index, node in enumerate(nodes):
        if index:
            yield ", "
        yield from _annotation(node)


def _own_nodes(statements: list[ast.stmt]) -> Iterator[ast.AST]:
    """All nodes of a function that are not within a function or class of its own, in the order of the source."""
    pending: list[ast.AST] = list(reversed(statements))
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            pending.extend(reversed(tuple(ast.iter_child_nodes(node))))


def _returns(own: tuple[ast.AST, ...]) -> Iterator[Returned]:
    variables = _dictionaries(own)
    for node in own:
        if isinstance(node, ast.Return) and node.value is not None:
            yield _returned(node.value, variables)


def _returned(value: ast.expr, variables: dict[str, tuple[str, ...] | None]) -> Returned:
    keys = _keys(value, variables)
    if keys is not None:
        return Returned("keys", keys)
    if isinstance(value, ast.Tuple) and not any(isinstance(part, ast.Starred) for part in value.elts):
        return Returned("tuple", length=len(value.elts))
    if isinstance(value, ast.Await):
        value = value.value
    if isinstance(value, ast.Call) and chain_of(value.func):
        return Returned("call", name=chain_of(value.func))
    return _UNSEEN


def _dictionaries(own: tuple[ast.AST, ...]) -> dict[str, tuple[str, ...] | None]:
    """Local variables that hold a dict with literal keys, as the source goes; None for one that is used in a way that may add others."""
    variables: dict[str, tuple[str, ...] | None] = {}
    for node in own:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                _assign(target, node.value, variables)
    plain_uses = {id(node) for node in _harmless_uses(own)}
    for node in own:
        if isinstance(node, ast.Name) and node.id in variables and id(node) not in plain_uses:
            variables[node.id] = None
    return variables


def _assign(target: ast.expr, value: ast.expr, variables: dict[str, tuple[str, ...] | None]) -> None:
    if isinstance(target, ast.Name):
        keys = _keys(value, variables)
        known = variables.get(target.id, ())
        variables[target.id] = None if keys is None or known is None else _merged(known, keys)
    elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and target.value.id in variables:
        known = variables[target.value.id]
        key = target.slice.value if isinstance(target.slice, ast.Constant) else None
        added = _entry(key, value, variables) if isinstance(key, str) else None
        variables[target.value.id] = None if known is None or added is None else _merged(known, added)


def _harmless_uses(own: tuple[ast.AST, ...]) -> Iterator[ast.AST]:
    """Names where the variable is assigned, returned, read by key, or handed on in a way that a dict survives."""
    for node in own:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            yield from node.targets if isinstance(node, ast.Assign) else [node.target]
        elif isinstance(node, ast.Subscript):
            yield node.value
        elif isinstance(node, ast.Return) and node.value is not None:
            yield node.value
        elif isinstance(node, ast.Dict):
            yield from node.values
        elif isinstance(node, ast.FormattedValue | ast.For | ast.comprehension | ast.Compare):
            yield from ast.iter_child_nodes(node)
        elif isinstance(node, ast.Call):
            yield from node.args if chain_of(node.func).rpartition(".")[2] in _READERS else ()
        elif isinstance(node, ast.Attribute) and node.attr in ("items", "keys", "values", "get", "copy"):
            yield node.value


_READERS = frozenset({"print", "len", "log_metrics", "info", "debug", "dumps", "dump", "dict", "sorted", "list", "str"})


def _keys(value: ast.expr, variables: dict[str, tuple[str, ...] | None]) -> tuple[str, ...] | None:
    """The keys that an expression visibly has as a dict, nested ones with dots; None where it is not seen to be one."""
    if isinstance(value, ast.Name):
        return variables.get(value.id)
    if isinstance(value, ast.Dict):
        keys: tuple[str, ...] = ()
        for key, item in zip(value.keys, value.values, strict=True):
            if key is None:
                added = _keys(item, variables)
            else:
                added = _entry(key.value, item, variables) if isinstance(key, ast.Constant) and isinstance(key.value, str) else None
            if added is None:
                return None
            keys = _merged(keys, added)
        return keys
    if isinstance(value, ast.Call) and chain_of(value.func) == "dict":
        keys = _keys(value.args[0], variables) or () if len(value.args) == 1 else ()
        if len(value.args) > 1 or (value.args and _keys(value.args[0], variables) is None):
            return None
        for keyword in value.keywords:
            added = _entry(keyword.arg, keyword.value, variables) if keyword.arg else _keys(keyword.value, variables)
            if added is None:
                return None
            keys = _merged(keys, added)
        return keys
    return None


def _entry(key: str, value: ast.expr, variables: dict[str, tuple[str, ...] | None]) -> tuple[str, ...]:
    nested = _keys(value, variables)
    return (key,) if not nested else tuple(f"{key}.{inner}" for inner in nested)


def _merged(known: tuple[str, ...], added: tuple[str, ...]) -> tuple[str, ...]:
    return (*known, *(key for key in added if key not in known))
