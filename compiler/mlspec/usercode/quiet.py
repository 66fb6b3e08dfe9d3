"""Which code does nothing on import but make a value, and so counts only for those who use the value."""

import ast
from collections.abc import Iterable, Iterator, Sequence

from mlspec.usercode.facts import ImportedName, ImportForm
from mlspec.usercode.inert import FIXED_CALLS, FIXED_METHODS, INERT_CALLS, INERT_DECORATORS, INERT_METHODS
from mlspec.usercode.syntax import called, chain_of, children, unsubscripted


class Quiet:
    """Answers for one module, as far as it has been read: `imports` and `defined` grow under its hands."""

    def __init__(self, imports: Sequence[ImportedName], defined: set[str]) -> None:
        """Look names up among these."""
        self._imports = imports
        self._defined = defined

    def expression(self, node: ast.AST) -> bool:
        """Whether evaluating an expression does nothing but make a value."""
        pending = [node]
        while pending:
            node = pending.pop()
            kind = node.__class__
            if kind is ast.Constant or kind is ast.Name or kind is ast.Lambda:
                continue
            if kind not in _QUIET and not (isinstance(node, ast.Call) and self._makes_a_value(node)):
                return False
            pending += children(node)
        return True

    def fixed(self, node: ast.AST) -> bool:
        """Whether a value can never change in place."""
        pending = [node]
        while pending:
            node = pending.pop()
            if isinstance(node, ast.Call):
                chain = chain_of(node.func)
                if self._dotted(chain) in FIXED_CALLS or self._method(node.func, chain) in FIXED_METHODS:
                    continue
                return False
            if node.__class__ not in _FIXED:
                return False
            pending += children(node)
        return True

    def class_body(self, node: ast.ClassDef) -> bool:
        """Whether making a class does nothing else, its decorators and metaclass left aside."""
        bases = all(chain_of(unsubscripted(base)) or self.expression(base) for base in node.bases)
        return bases and all(self._member(member) for member in node.body)

    def defaults(self, arguments: ast.arguments) -> bool:
        """Whether evaluating the defaults of a function does nothing else."""
        defaults = (*arguments.defaults, *arguments.kw_defaults)
        return all(self.expression(default) for default in defaults if default is not None)

    def decorators(self, nodes: Iterable[ast.expr]) -> bool:
        """Whether evaluating the arguments of decorators does nothing else."""
        calls = [node for node in nodes if isinstance(node, ast.Call)]
        arguments = [one for call in calls for one in (*call.args, *(key.value for key in call.keywords))]
        return all(self.expression(argument) for argument in arguments)

    def method_makers(self, node: ast.ClassDef) -> Iterator[str]:
        """The decorators of a class's functions that may hand them on to something outside of the class."""
        own = {getattr(member, "name", "") for member in node.body}
        for member in node.body:
            if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                for decorator in member.decorator_list:
                    chain = chain_of(called(decorator))
                    if chain.partition(".")[0] not in own and self._dotted(chain) not in INERT_DECORATORS:
                        yield chain

    def _member(self, member: ast.stmt) -> bool:
        match member:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return self.defaults(member.args) and self.decorators(member.decorator_list)
            case ast.ClassDef():
                return not member.keywords and self.class_body(member) and self.decorators(member.decorator_list)
            case ast.Assign() | ast.AnnAssign():
                return member.value is None or self.expression(member.value)
        return isinstance(member, ast.Pass) or (isinstance(member, ast.Expr) and isinstance(member.value, ast.Constant))

    def _makes_a_value(self, call: ast.Call) -> bool:
        chain = chain_of(call.func)
        name = self._dotted(chain)
        if name and (name in INERT_CALLS or f"{name.rpartition('.')[0]}.*" in INERT_CALLS):
            return True
        return self._method(call.func, chain) in INERT_METHODS

    def _method(self, function: ast.expr, chain: str) -> str:
        """The name of a method that is called on a value; empty for a function of an imported module."""
        root = chain.partition(".")[0]
        imported = any(name.bound == root for name in self._imports)
        return function.attr if isinstance(function, ast.Attribute) and not imported else ""

    def _dotted(self, chain: str) -> str:
        """A dotted name through the absolute imports so far; empty where the module itself binds it."""
        root, dot, rest = chain.partition(".")
        for name in self._imports:
            if name.bound == root:
                if name.level or name.form is ImportForm.STAR:
                    return ""
                target = name.bound if name.form is ImportForm.MODULE else name.module
                return f"{target}.{name.attribute}{dot}{rest}" if name.attribute else target + dot + rest
        return "" if root in self._defined else chain


_OPERATORS: frozenset[type] = frozenset(
    kind for group in (ast.operator, ast.unaryop, ast.boolop, ast.cmpop) for kind in group.__subclasses__()
)

_FIXED: frozenset[type] = _OPERATORS | {
    ast.BinOp,
    ast.BoolOp,
    ast.Compare,
    ast.Constant,
    ast.FormattedValue,
    ast.IfExp,
    ast.JoinedStr,
    ast.Load,
    ast.Tuple,
    ast.UnaryOp,
}

_QUIET: frozenset[type] = _FIXED | {
    ast.Attribute,
    ast.Dict,
    ast.DictComp,
    ast.List,
    ast.ListComp,
    ast.Set,
    ast.SetComp,
    ast.Slice,
    ast.Starred,
    ast.Store,
    ast.Subscript,
    ast.comprehension,
    ast.keyword,
}
