"""From a module's syntax tree to its top level: what it defines, imports and does when it is imported.

Definitions below a top-level `if` or `try` are definitions too, under the guard of its condition. What stands below
`if __name__ == "__main__":` never runs on import and is left out, and what stands below `if TYPE_CHECKING:` is kept
for annotations alone.
"""

import ast
from collections.abc import Iterable
from typing import TypeAlias

from mlspec.usercode.canonical import read_form
from mlspec.usercode.documentation import text_digest
from mlspec.usercode.facts import Form, Guards, ImportedName, ModuleFacts, Unit, UnitKind
from mlspec.usercode.quiet import Quiet
from mlspec.usercode.syntax import called, chain_of, imported_names, unsubscripted
from mlspec.vocabulary.record import record

Nodes: TypeAlias = tuple[ast.AST, ...]


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
    documentation = text_digest(ast.get_docstring(tree))
    facts = ModuleFacts(tuple(reader.units), tuple(reader.imports), documentation=documentation)
    return Outline(facts, tuple(reader.nodes), tuple(reader.forms))


class _Reader:
    """Collects units in the order of the source."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self.nodes: list[Nodes] = []
        self.imports: list[ImportedName] = []
        self.forms: list[tuple[int, Form]] = []
        self.defined: set[str] = set()
        self.quiet = Quiet(self.imports, self.defined)

    def read(self, statements: Iterable[ast.stmt], guards: Guards, typing_only: bool) -> None:
        for statement in statements:
            match statement:
                case ast.Import() | ast.ImportFrom():
                    for name in imported_names(statement):
                        self.imports.append(_placed(name, guards, typing_only))
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    self._function(statement, guards, typing_only)
                case ast.ClassDef():
                    self._class(statement, guards, typing_only)
                case ast.If():
                    self._if(statement, guards, typing_only)
                case ast.Try() | ast.TryStar():
                    self._try(statement, guards, typing_only)
                case ast.Pass() | ast.Expr(value=ast.Constant()):
                    pass
                case _:
                    self._other(statement, guards, typing_only)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, guards: Guards, typing_only: bool) -> None:
        makers = tuple(chain_of(called(decorator)) for decorator in node.decorator_list)
        runs = not self.quiet.defaults(node.args) or not self.quiet.decorators(node.decorator_list)
        self._add(UnitKind.FUNCTION, (node.name,), node, guards, typing_only, makers=makers, runs=runs)

    def _class(self, node: ast.ClassDef, guards: Guards, typing_only: bool) -> None:
        metaclasses = [key.value for key in node.keywords if not isinstance(key.value, ast.Constant)]
        makers = [chain_of(called(one)) for one in (*node.decorator_list, *metaclasses)]
        makers += self.quiet.method_makers(node)
        self._add(
            UnitKind.CLASS,
            (node.name,),
            node,
            guards,
            typing_only,
            makers=tuple(dict.fromkeys(makers)),
            bases=tuple(chain_of(unsubscripted(base)) for base in node.bases),
            runs=not self.quiet.class_body(node) or not self.quiet.decorators(node.decorator_list),
            hooked=_learns_of_subclasses(node),
        )

    def _other(self, node: ast.stmt, guards: Guards, typing_only: bool) -> None:
        """An assignment to names alone is a definition; another statement just runs."""
        names, value = _assigned(node)
        if names:
            quiet = value is None or self.quiet.expression(value)
            fixed = value is None or (quiet and self.quiet.fixed(value))
            self._add(UnitKind.VALUE, names, node, guards, typing_only, runs=not quiet, fixed=fixed)
        elif not (isinstance(node, ast.AnnAssign) and value is None):
            names, form = self._read_now((node,))
            for imported in form.imports:
                if imported.bound:
                    self.imports.append(_placed(imported, guards, typing_only))
            self._add(UnitKind.STATEMENT, names, node, guards, typing_only, runs=True)

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

    def _try(self, node: ast.Try | ast.TryStar, guards: Guards, typing_only: bool) -> None:
        index = self._guard(tuple(one.type for one in node.handlers if one.type), node, guards, typing_only)
        self.read(node.body, (*guards, (index, "try")), typing_only)
        for number, handler in enumerate(node.handlers):
            self.read(handler.body, (*guards, (index, f"except {number}")), typing_only)
        self.read(node.orelse, (*guards, (index, "else")), typing_only)
        self.read(node.finalbody, (*guards, (index, "finally")), typing_only)

    def _guard(self, nodes: tuple[ast.expr, ...], at: ast.stmt, guards: Guards, typing_only: bool) -> int:
        names, _ = self._read_now(nodes)
        quiet = all(self.quiet.expression(node) for node in nodes)
        self._add(UnitKind.GUARD, names, at, guards, typing_only, runs=not quiet, fixed=True)
        self.units[-1] = self.units[-1]._replace(end_line=at.lineno)  # what stands below is no part of it
        self.nodes[-1] = nodes
        return len(self.units) - 1

    def _read_now(self, nodes: Nodes) -> tuple[tuple[str, ...], Form]:
        """The names that the next unit binds, and its form, which whoever imports the module needs anyway."""
        form, names = read_form(nodes)
        self.forms.append((len(self.units), form))
        return tuple(sorted(names)), form

    def _add(
        self, kind: UnitKind, names: tuple[str, ...], node: ast.stmt, guards: Guards, typing_only: bool, **facts: object
    ) -> None:
        self.defined.update(names)
        end = node.end_lineno or node.lineno
        unit = Unit(kind, names, node.lineno, node.col_offset, end, guards, typing_only=typing_only, **facts)  # type: ignore[arg-type]  # named above
        self.units.append(unit)
        self.nodes.append((node,))


def _placed(name: ImportedName, guards: Guards, typing_only: bool) -> ImportedName:
    return name._replace(guards=guards, typing_only=typing_only) if guards or typing_only else name


def _assigned(node: ast.stmt) -> tuple[tuple[str, ...], ast.expr | None]:
    """The names that an assignment binds and its value; no names where it changes something else than names."""
    match node:
        case ast.Assign(targets=targets, value=value):
            names: list[str] = []
            for target in targets:
                parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
                names += [part.id if isinstance(part, ast.Name) else "" for part in parts]
            return (tuple(names) if all(names) else (), value)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            return (name,), value
    alias = getattr(node, "name", None)  # `type X = ...`, of Python 3.12
    return ((alias.id,) if isinstance(alias, ast.Name) else (), None)


def _asks_for_main(test: ast.expr) -> bool:
    match test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            sides = (left, right)
            named = any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides)
            return named and any(isinstance(side, ast.Constant) and side.value == "__main__" for side in sides)
    return False


def _learns_of_subclasses(node: ast.ClassDef) -> bool:
    hook = any(isinstance(member, ast.FunctionDef) and member.name == "__init_subclass__" for member in node.body)
    metaclasses = [chain_of(key.value) for key in node.keywords if key.arg == "metaclass"]
    return hook or any(name.rpartition(".")[2] not in _PLAIN_METACLASSES for name in metaclasses)


_PLAIN_METACLASSES = frozenset({"ABCMeta", "EnumMeta", "EnumType"})
