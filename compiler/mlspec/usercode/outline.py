"""From a module's syntax tree to its top level: what it defines, imports and does when it is imported.

Definitions below a top-level `if` or `try` are definitions too, under the guard of its condition; what stands below
`if __name__ == "__main__":` never runs on import and is left out, and what stands below `if TYPE_CHECKING:` is kept for annotations
alone.
"""

import ast
from collections.abc import Iterable

from mlspec.usercode.canonical import chain_of, imported_names, read_form
from mlspec.usercode.facts import Form, Guards, ImportedName, ImportForm, ModuleFacts, Unit, UnitKind
from mlspec.usercode.inert import FIXED_CALLS, INERT_CALLS, INERT_METHODS
from mlspec.vocabulary.record import evolve, record

Nodes = tuple[ast.AST, ...]


@record
class Outline:
    """The facts of a module, the syntax of each unit, and the forms that were read on the way."""

    facts: ModuleFacts
    nodes: tuple[Nodes, ...]
    forms: tuple[tuple[int, Form], ...]


def read_outline(tree: ast.Module) -> Outline:
    """Read the top level of a module."""
    reader = _Reader()
    reader.read(tree.body, (), False)
    return Outline(ModuleFacts(tuple(reader.units), tuple(reader.imports)), tuple(reader.nodes), tuple(reader.forms))


class _Reader:
    """Collects units in the order of the source."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self.nodes: list[Nodes] = []
        self.imports: list[ImportedName] = []
        self.forms: list[tuple[int, Form]] = []

    def read(self, statements: Iterable[ast.stmt], guards: Guards, typing_only: bool) -> None:
        for statement in statements:
            kind = statement.__class__
            if kind is ast.Import or kind is ast.ImportFrom:
                self._import(statement, guards, typing_only)
            elif kind is ast.FunctionDef or kind is ast.AsyncFunctionDef or kind is ast.ClassDef:
                self._definition(statement, guards, typing_only)
            elif kind is ast.Assign or kind is ast.AnnAssign or kind.__name__ == "TypeAlias":
                self._assignment(statement, guards, typing_only)
            elif kind is ast.If:
                self._if(statement, guards, typing_only)  # type: ignore[arg-type]  # compared by class, for speed
            elif kind is ast.Try or kind.__name__ == "TryStar":
                self._try(statement, guards, typing_only)  # type: ignore[arg-type]
            elif kind is not ast.Pass and not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
                self._statement(statement, guards, typing_only)

    def _add(self, unit: Unit, nodes: Nodes) -> int:
        self.units.append(unit)
        self.nodes.append(nodes)
        return len(self.units) - 1

    def _import(self, statement: ast.AST, guards: Guards, typing_only: bool) -> None:
        for name in imported_names(statement):  # type: ignore[arg-type]  # compared by class, for speed
            self.imports.append(evolve(name, guards=guards, typing_only=typing_only) if guards or typing_only else name)

    def _definition(self, node: ast.AST, guards: Guards, typing_only: bool) -> None:
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        makers = tuple(chain_of(_called(decorator)) for decorator in node.decorator_list)
        unit = Unit(UnitKind.FUNCTION, (node.name,), node.lineno, node.col_offset, node.end_lineno or node.lineno, guards, makers)
        if isinstance(node, ast.ClassDef):
            unit = evolve(
                unit,
                kind=UnitKind.CLASS,
                makers=makers + tuple(chain_of(key.value) for key in node.keywords if not isinstance(key.value, ast.Constant)),
                bases=tuple(chain_of(_subscripted(base)) for base in node.bases),
                runs=not self._quiet_class(node),
                hooked=_learns_of_subclasses(node),
                typing_only=typing_only,
            )
        elif typing_only or not self._quiet_defaults(node.args):
            unit = evolve(unit, runs=not self._quiet_defaults(node.args), typing_only=typing_only)
        self._add(unit, (node,))

    def _assignment(self, node: ast.AST, guards: Guards, typing_only: bool) -> None:
        names, value = _assigned(node)
        if not names:
            self._statement(node, guards, typing_only)
            return
        if value is None and isinstance(node, ast.AnnAssign):
            return
        quiet = value is None or self._quiet(value)
        unit = Unit(UnitKind.VALUE, names, node.lineno, node.col_offset, node.end_lineno, guards)  # type: ignore[attr-defined]  # a statement
        fixed = value is None or (quiet and self._fixed(value))
        self._add(evolve(unit, runs=not quiet, fixed=fixed, typing_only=typing_only), (node,))

    def _if(self, node: ast.If, guards: Guards, typing_only: bool) -> None:
        if _asks_for_main(node.test):
            self.read(node.orelse, guards, typing_only)
            return
        negated = isinstance(node.test, ast.UnaryOp) and isinstance(node.test.op, ast.Not)
        test = node.test.operand if isinstance(node.test, ast.UnaryOp) and negated else node.test
        if chain_of(test).rpartition(".")[2] == "TYPE_CHECKING":
            self.read(node.body, guards, typing_only or not negated)
            self.read(node.orelse, guards, typing_only or negated)
            return
        index = self._guard((node.test,), node, guards, typing_only)
        self.read(node.body, (*guards, (index, "then")), typing_only)
        self.read(node.orelse, (*guards, (index, "else")), typing_only)

    def _try(self, node: ast.Try, guards: Guards, typing_only: bool) -> None:
        index = self._guard(tuple(handler.type for handler in node.handlers if handler.type), node, guards, typing_only)
        self.read(node.body, (*guards, (index, "try")), typing_only)
        for number, handler in enumerate(node.handlers):
            self.read(handler.body, (*guards, (index, f"except {number}")), typing_only)
        self.read(node.orelse, (*guards, (index, "else")), typing_only)
        self.read(node.finalbody, (*guards, (index, "finally")), typing_only)

    def _guard(self, nodes: Nodes, at: ast.stmt, guards: Guards, typing_only: bool) -> int:
        quiet = all(self._quiet(node) for node in nodes)
        names = self._bound(nodes)
        return self._add(
            Unit(
                UnitKind.GUARD, names, at.lineno, at.col_offset, at.lineno, guards, runs=not quiet, fixed=True, typing_only=typing_only
            ),
            nodes,
        )

    def _statement(self, node: ast.AST, guards: Guards, typing_only: bool) -> None:
        names = self._bound((node,))
        imports = self.forms[-1][1].imports
        self.imports.extend(evolve(name, guards=guards, typing_only=typing_only) for name in imports if name.bound)
        line, end = node.lineno, node.end_lineno  # type: ignore[attr-defined]  # a statement
        unit = Unit(UnitKind.STATEMENT, names, line, node.col_offset, end, guards, runs=True, typing_only=typing_only)  # type: ignore[attr-defined]
        self._add(unit, (node,))

    def _bound(self, nodes: Nodes) -> tuple[str, ...]:
        """The names that the next unit binds; its form is kept, since whoever imports the module needs it."""
        form, names = read_form(nodes)
        self.forms.append((len(self.units), form))
        return tuple(sorted(names))

    def _quiet_class(self, node: ast.ClassDef) -> bool:
        return all(chain_of(_subscripted(base)) or self._quiet(base) for base in node.bases) and all(
            self._quiet_member(member) for member in node.body
        )

    def _quiet_member(self, member: ast.stmt) -> bool:
        if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef):
            return self._quiet_defaults(member.args) and all(self._quiet_decorator(one) for one in member.decorator_list)
        if isinstance(member, ast.ClassDef):
            return not member.keywords and not member.decorator_list and self._quiet_class(member)
        if isinstance(member, ast.Assign | ast.AnnAssign):
            return member.value is None or self._quiet(member.value)
        return isinstance(member, ast.Pass) or (isinstance(member, ast.Expr) and isinstance(member.value, ast.Constant))

    def _quiet_decorator(self, node: ast.expr) -> bool:
        """A method's decorator that only wraps: most do, and one that registers does so on the class's own behalf."""
        return bool(chain_of(_called(node))) and (not isinstance(node, ast.Call) or all(self._quiet(one) for one in node.args))

    def _quiet_defaults(self, arguments: ast.arguments) -> bool:
        return all(self._quiet(default) for default in (*arguments.defaults, *arguments.kw_defaults) if default is not None)

    def _quiet(self, node: ast.AST) -> bool:
        """Whether evaluating an expression does nothing but make a value."""
        pending = [node]
        while pending:
            node = pending.pop()
            kind = node.__class__
            if kind is ast.Constant or kind is ast.Name or kind is ast.Lambda:
                continue
            if kind not in _QUIET and not (kind is ast.Call and self._makes_a_value(node)):  # type: ignore[arg-type]  # compared by class
                return False
            pending.extend(ast.iter_child_nodes(node))
        return True

    def _makes_a_value(self, call: ast.Call) -> bool:
        name = self._resolved(chain_of(call.func))
        if name:
            return name in INERT_CALLS or name.rpartition(".")[0] + ".*" in INERT_CALLS
        return isinstance(call.func, ast.Attribute) and call.func.attr in INERT_METHODS

    def _fixed(self, node: ast.AST) -> bool:
        """Whether a value can never change in place."""
        pending = [node]
        while pending:
            node = pending.pop()
            if isinstance(node, ast.Call):
                name = self._resolved(chain_of(node.func))
                if name not in FIXED_CALLS and not isinstance(node.func, ast.Attribute):
                    return False
                continue
            if node.__class__ not in _FIXED:
                return False
            pending.extend(ast.iter_child_nodes(node))
        return True

    def _resolved(self, chain: str) -> str:
        """A dotted name through the absolute imports so far; as it stands where nothing binds it; empty where the module binds it."""
        root, dot, rest = chain.partition(".")
        for name in self.imports:
            if name.bound == root:
                if name.level:
                    return ""
                target = {
                    ImportForm.MODULE: name.bound,
                    ImportForm.ALIAS: name.module,
                    ImportForm.ATTRIBUTE: f"{name.module}.{name.attribute}",
                }.get(name.form, "")
                return target + dot + rest
        return "" if any(root in unit.names for unit in self.units) else chain


def _called(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Call):
        node = node.func
    return node


def _subscripted(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Subscript) else node


def _assigned(node: ast.AST) -> tuple[tuple[str, ...], ast.AST | None]:
    """The names that an assignment binds and its value; no names where it changes something else than names."""
    if isinstance(node, ast.Assign):
        names: list[str] = []
        for target in node.targets:
            parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
            names += [part.id if isinstance(part, ast.Name) else "" for part in parts]
        return (tuple(names) if all(names) else (), node.value)
    if isinstance(node, ast.AnnAssign):
        return ((node.target.id,) if isinstance(node.target, ast.Name) else (), node.value)
    return ((node.name.id,), None)  # type: ignore[attr-defined]  # `type X = ...`, of Python 3.12


def _asks_for_main(test: ast.expr) -> bool:
    if not (isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq)):
        return False
    sides = (test.left, test.comparators[0])
    return any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides) and any(
        isinstance(side, ast.Constant) and side.value == "__main__" for side in sides
    )


def _learns_of_subclasses(node: ast.ClassDef) -> bool:
    return any(isinstance(member, ast.FunctionDef) and member.name == "__init_subclass__" for member in node.body) or any(
        keyword.arg == "metaclass" and chain_of(keyword.value).rpartition(".")[2] not in _PLAIN_METACLASSES
        for keyword in node.keywords
    )


_PLAIN_METACLASSES = frozenset({"ABCMeta", "EnumMeta", "EnumType"})

_QUIET: frozenset[type] = frozenset(
    {
        ast.Attribute, ast.Tuple, ast.List, ast.Set, ast.Dict, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Subscript,
        ast.Slice, ast.Starred, ast.JoinedStr, ast.FormattedValue, ast.ListComp, ast.SetComp, ast.DictComp, ast.comprehension, ast.keyword,
        ast.Load, ast.Store, *ast.operator.__subclasses__(), *ast.unaryop.__subclasses__(), *ast.boolop.__subclasses__(),
        *ast.cmpop.__subclasses__(),
    }
)  # fmt: skip

_FIXED: frozenset[type] = frozenset(
    {
        ast.Constant, ast.Tuple, ast.BinOp, ast.UnaryOp, ast.Compare, ast.JoinedStr, ast.FormattedValue, ast.Load,
        *ast.operator.__subclasses__(), *ast.unaryop.__subclasses__(), *ast.cmpop.__subclasses__(),
    }
)  # fmt: skip
