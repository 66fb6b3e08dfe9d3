"""What a function visibly returns: the keys of dicts, the length of a tuple, or the name of what it calls.

A local variable counts as a dict whose keys are known where it is only ever given dict literals, literal keys
(`d["k"] = ...`, `d.update(k=...)`) and uses that cannot add a key.
"""

import ast
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from mlspec.usercode.facts import Returned
from mlspec.usercode.syntax import chain_of, children

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
Keys: TypeAlias = tuple[str, ...] | None
Variables: TypeAlias = dict[str, Keys]


def read_returns(function: Function) -> Iterator[Returned]:
    """What each `return` with a value gives, in the order of the source."""
    values = [one.value for one in _own_statements(function) if isinstance(one, ast.Return) and one.value is not None]
    variables: Variables = {}
    if any(isinstance(value, ast.Name | ast.Dict | ast.BinOp) or _is_dict_call(value) for value in values):
        variables = _dictionaries(_own_nodes(function))
    for value in values:
        yield _returned(value, variables)


def yields(function: Function) -> bool:
    """Whether a function is a generator."""
    return any(isinstance(one, ast.Yield | ast.YieldFrom) for one in _own_nodes(function))


def _own_nodes(function: Function) -> tuple[ast.AST, ...]:
    """All nodes of a function's body that are not within a function or class of its own."""
    pending: list[ast.AST] = [*function.body]
    pending.reverse()
    found = []
    while pending:
        node = pending.pop()
        found.append(node)
        if node.__class__ not in _SCOPES:
            pending += children(node)[::-1]
    return tuple(found)


def _own_statements(function: Function) -> Iterator[ast.AST]:
    """The statements of a function's body, and the clauses that hold some, in the order of the source."""
    pending: list[ast.AST] = [*function.body]
    pending.reverse()
    while pending:
        node = pending.pop()
        yield node
        if node.__class__ not in _SCOPES:
            for field in _BLOCKS:
                pending += getattr(node, field, [])[::-1]


def _returned(value: ast.expr, variables: Variables) -> Returned:
    keys = _keys(value, variables)
    if keys is not None:
        return Returned("keys", keys)
    if isinstance(value, ast.Tuple) and not any(isinstance(part, ast.Starred) for part in value.elts):
        return Returned("tuple", length=len(value.elts))
    if isinstance(value, ast.Await):
        value = value.value
    if isinstance(value, ast.Call) and chain_of(value.func):
        return Returned("call", name=chain_of(value.func))
    return Returned("unseen")


def _dictionaries(own: tuple[ast.AST, ...]) -> Variables:
    """The local variables that hold dicts, and None for those that may be something else or have more keys."""
    variables: Variables = {}
    for node in own:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    _assign(target, value, variables)
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
                _assign(target, value, variables)
            case ast.AugAssign(target=ast.Name(id=name), op=ast.BitOr(), value=value) if name in variables:
                variables[name] = _with(variables[name], _keys(value, variables))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="update")) if name in variables:
                variables[name] = _with(variables[name], _keys_of_call(node, variables))
    harmless = {id(use) for node in own for use in _harmless_uses(node)}
    inner = (one for node in own if node.__class__ in _SCOPES for one in ast.walk(node))
    for node in (*own, *inner):
        if isinstance(node, ast.Name) and node.id in variables and id(node) not in harmless:
            variables[node.id] = None
    return variables


def _assign(target: ast.expr, value: ast.expr, variables: Variables) -> None:
    match target:
        case ast.Name(id=name):
            variables[name] = _with(variables.get(name, ()), _keys(value, variables))
        case ast.Subscript(value=ast.Name(id=name), slice=key) if name in variables:
            variables[name] = _with(variables[name], _entry(key, value, variables))


def _harmless_uses(node: ast.AST) -> Iterable[ast.AST | None]:
    """The names in a node that are assigned, returned, read by key, or handed to what leaves a dict as it is."""
    match node:
        case ast.Assign():
            return node.targets
        case ast.AnnAssign() | ast.NamedExpr() | ast.AugAssign():
            return (node.target,)
        case ast.Return() | ast.Subscript() | ast.FormattedValue():
            return (node.value,)
        case ast.Attribute(attr=attribute) if attribute in _METHODS:
            return (node.value,)
        case ast.Dict():
            return node.values
        case ast.For() | ast.comprehension():
            return (node.iter,)
        case ast.Compare():
            return (node.left, *node.comparators)
        case ast.BinOp():
            return (node.left, node.right)
        case ast.Call() if chain_of(node.func).rpartition(".")[2] in _READERS:
            return (*node.args, *(keyword.value for keyword in node.keywords))
    return ()


def _keys(value: ast.expr, variables: Variables) -> Keys:
    """The keys that an expression visibly has as a dict, nested ones with dots; None where it is not seen to be one."""
    match value:
        case ast.Name(id=name):
            return variables.get(name)
        case ast.Dict(keys=names, values=values):
            keys: Keys = ()
            for key, item in zip(names, values, strict=True):
                keys = _with(keys, _entry(key, item, variables) if key is not None else _keys(item, variables))
            return keys
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _with(_keys(left, variables), _keys(right, variables))
        case ast.Call() if _is_dict_call(value):
            return _keys_of_call(value, variables)
    return None


def _is_dict_call(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and chain_of(value.func) == "dict"


def _keys_of_call(call: ast.Call, variables: Variables) -> Keys:
    """The keys of `dict(d, k=...)`, and those that `update(d, k=...)` adds."""
    keys: Keys = () if len(call.args) <= 1 else None
    for argument in call.args:
        keys = _with(keys, _keys(argument, variables))
    for keyword in call.keywords:
        name = ast.Constant(keyword.arg) if keyword.arg else None
        keys = _with(keys, _entry(name, keyword.value, variables) if name else _keys(keyword.value, variables))
    return keys


def _entry(key: ast.expr, value: ast.expr, variables: Variables) -> Keys:
    """The dotted keys of one entry; None where its key is no literal text."""
    if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
        return None
    nested = _keys(value, variables)
    return tuple(f"{key.value}.{inner}" for inner in nested) if nested else (key.value,)


def _with(known: Keys, added: Keys) -> Keys:
    if known is None or added is None:
        return None
    return (*known, *(key for key in added if key not in known))


_BLOCKS = ("finalbody", "orelse", "handlers", "cases", "body")
_SCOPES: frozenset[type] = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda})
_METHODS = frozenset({"copy", "get", "items", "keys", "update", "values"})
_READERS = frozenset({"dict", "dump", "dumps", "info", "debug", "len", "list", "log_metrics", "print", "sorted", "str"})
