"""What leads to what in the user's code: from a definition to those it names, from a module to what its import runs."""

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from mlspec.usercode.documented import READ_BY_CODE
from mlspec.usercode.facts import ANY_VALUE, Form, ImportedName, ImportForm, UnitKind
from mlspec.usercode.module import Binding, Module
from mlspec.usercode.modules import SourceModules
from mlspec.usercode.opaque import OPAQUE_NAMES, Sight


class NodeKind(IntEnum):
    """What can be reached; numbers, since nodes are hashed often."""

    UNIT = 1
    BOUND = 2
    RUN = 3
    WHOLE = 4
    LIBRARY = 5
    NOTE = 6
    NAME = 7  # a dotted name at the top level of a module
    SUBCLASSES = 8  # some code asks a class for its subclasses
    DOCUMENTATION = 9  # some code reads docstrings


class Node(NamedTuple):
    """One thing that can be reached: a unit of a module, an import or a note by its text, or the module itself."""

    kind: NodeKind
    module: str
    unit: int = -1
    text: str = ""


class User(NamedTuple):
    """Where a name is used: the unit of a module, for notes."""

    module: Module
    unit: int


class Links:
    """The links between the modules of one spec, each found when it is first asked for."""

    def __init__(self, modules: SourceModules) -> None:
        """Nothing is read before a node is asked for."""
        self.modules = modules
        self._after: dict[Node, tuple[Node, ...]] = {}

    def after(self, node: Node) -> tuple[Node, ...]:
        """What one node leads to."""
        found = self._after.get(node)
        if found is None:
            found = self._after[node] = tuple(dict.fromkeys(self._find_after(node)))
        return found

    def resolve(self, module: Module, chain: str) -> set[Node]:
        """What a dotted name means at the top level of a module, through all re-exports."""
        found: set[Node] = set()
        pending = [Node(NodeKind.NAME, module.name, text=chain)]
        while pending:
            for node in self.after(pending.pop()):
                if node not in found:
                    found.add(node)
                    pending += [node] if node.kind is NodeKind.NAME else []
        return found

    def _find_after(self, node: Node) -> Iterator[Node]:
        if not node.module or node.kind is NodeKind.NOTE:
            return
        module = self.modules.known(node.module)
        if node.kind is NodeKind.UNIT:
            yield from self._after_unit(module, node.unit)
        elif node.kind is NodeKind.RUN:
            yield from self._after_run(module)
        elif node.kind is NodeKind.WHOLE:
            yield from self._after_whole(module)
        elif node.kind is NodeKind.NAME:
            yield Node(NodeKind.RUN, module.name)
            yield from self._resolve(User(module, -1), node.text, None)
        else:
            for name in module.bindings(node.text):
                for guard, _ in name.guards if isinstance(name, ImportedName) else ():
                    yield from self._after_unit(module, guard)

    def _after_unit(self, module: Module, unit: int) -> Iterator[Node]:
        for one in (unit, *(guard for guard, _ in module.facts.units[unit].guards)):
            form = module.form(one)
            for use in form.uses:
                yield from self._resolve(User(module, one), use, form)
            for name in form.imports:
                yield from self._run_import(module, name)
                if not name.bound:
                    yield from self._dynamic(module, name)

    def _after_run(self, module: Module) -> Iterator[Node]:
        parent = module.name.rpartition(".")[0]
        if parent:
            yield Node(NodeKind.RUN, parent)
        if module.facts.fault is not None:
            message = f"`{module.path}` cannot be read as Python, so the whole file counts"
            yield Node(NodeKind.NOTE, module.name, text=message)
        for name in module.facts.imports:
            if not name.typing_only:
                yield from self._run_import(module, name)
        for index, unit in enumerate(module.facts.units):
            if unit.runs and not unit.typing_only:
                if unit.kind in (UnitKind.STATEMENT, UnitKind.GUARD):
                    yield from self._after_unit(module, index)
                else:
                    yield Node(NodeKind.UNIT, module.name, index)

    def _after_whole(self, module: Module) -> Iterator[Node]:
        """All that a module has, what it imports included: `module.helpers.f` needs no name of its own."""
        yield Node(NodeKind.RUN, module.name)
        for index, unit in enumerate(module.facts.units):
            if not unit.typing_only and unit.kind not in (UnitKind.STATEMENT, UnitKind.GUARD):
                yield Node(NodeKind.UNIT, module.name, index)
        for name in module.facts.imports:
            if not name.typing_only:
                yield Node(NodeKind.BOUND, module.name, text=name.bound)
                yield from self._imported(User(module, -1), name, (), handed_on=False)

    def _run_import(self, module: Module, name: ImportedName) -> Iterator[Node]:
        """An import statement runs the modules that it names."""
        target = self.modules.target(module, name).rstrip("*").rstrip(".")
        imported = self.modules.nearest(target)
        if imported is None:
            return
        yield Node(NodeKind.RUN, imported.name)
        if name.form is ImportForm.ATTRIBUTE and imported.name == target:
            below = self.modules.find(f"{target}.{name.attribute}")
            if below is not None:
                yield Node(NodeKind.RUN, below.name)

    def _dynamic(self, module: Module, name: ImportedName) -> Iterator[Node]:
        """A module that is imported by a call, with all that it has; a star means any module of the package."""
        target = self.modules.target(module, name)
        if not target.endswith("*"):
            found = self.modules.find(target)
            yield from (Node(NodeKind.WHOLE, one.name) for one in (found,) if one is not None)
            return
        package = self.modules.find(target.rpartition(".")[0])
        if package is not None:
            for one in self.modules.walk(f"{package.name}.", package.folders):
                yield Node(NodeKind.WHOLE, one.name)

    def _resolve(self, user: User, use: str, form: Form | None) -> Iterator[Node]:
        """What a dotted name means; `f()` is a call of `f` whose literal argument is followed already."""
        chain = use.removesuffix("()")
        root, *rest = chain.split(".")
        if chain.endswith("__"):
            yield from (_ASKED[one] for one in (root, *rest) if one in _ASKED)
        found = False
        for name in form.imports if form is not None else ():
            if name.bound == root:
                found = True
                yield from self._imported(user, name, tuple(rest), chain != use)
        for binding in user.module.bindings(root):
            found = True
            if isinstance(binding, int):
                yield self._definition(user.module, binding)
            elif not binding.typing_only:
                yield Node(NodeKind.BOUND, user.module.name, text=root)
                yield from self._imported(user, binding, tuple(rest), chain != use)
        if not found and chain == use:
            yield from self._unbound(user, chain)

    def _definition(self, module: Module, index: int) -> Node:
        if module.facts.units[index].kind in (UnitKind.STATEMENT, UnitKind.GUARD):
            return Node(NodeKind.RUN, module.name)
        return Node(NodeKind.UNIT, module.name, index)

    def _unbound(self, user: User, chain: str) -> Iterator[Node]:
        """A builtin, or a name that a star import brings, which may be that of a builtin."""
        if chain in OPAQUE_NAMES:
            yield from self._opaque(user, chain)
        if not chain.startswith(ANY_VALUE):
            yield from self._starred(user, tuple(chain.split(".")))

    def _starred(self, user: User, parts: tuple[str, ...]) -> Iterator[Node]:
        """A name that may come by star imports; `__all__` decides between two of them, and so counts."""
        if not user.module.bindings("*"):
            return
        around = self.modules.starred(user.module)
        unknown = [one for one in around if any(self._is_foreign(one, star) for star in one.bindings("*"))]
        sources = [one for one in around[1:] if one.bindings(parts[0])]
        for one in {user.module, *unknown} if sources or unknown else ():
            yield Node(NodeKind.BOUND, one.name, text="*")
        for one in unknown:
            for star in one.bindings("*"):
                if isinstance(star, ImportedName) and self._is_foreign(one, star):
                    yield Node(NodeKind.LIBRARY, "", text=f"{self.modules.target(one, star)}.*")
        for one in sources:
            yield Node(NodeKind.NAME, one.name, text=".".join(parts))
        for one in around[1:] if sources else ():
            yield from (self._definition(one, index) for index in one.bindings("__all__") if isinstance(index, int))

    def _is_foreign(self, module: Module, star: Binding) -> bool:
        return isinstance(star, ImportedName) and self.modules.find(self.modules.target(module, star)) is None

    def _imported(
        self, user: User, name: ImportedName, rest: tuple[str, ...], literal: bool = False, handed_on: bool = True
    ) -> Iterator[Node]:
        """What an imported name means, with the attributes that are taken of it."""
        if name.form is ImportForm.MODULE:
            yield from self._through(user, name.bound, rest, literal, handed_on)
        else:
            attributes = (name.attribute,) if name.form is ImportForm.ATTRIBUTE else ()
            target = self.modules.target(user.module, name)
            yield from self._through(user, target, (*attributes, *rest), literal, handed_on)

    def _through(
        self, user: User, target: str, parts: tuple[str, ...], literal: bool = False, handed_on: bool = True
    ) -> Iterator[Node]:
        """What `target.parts` means; a module taken as a value counts whole, since anything may be asked of it."""
        module = self.modules.find(target)
        if module is None:
            yield from self._library(user, ".".join((target, *parts)), literal)
            return
        yield Node(NodeKind.RUN, module.name)
        if not parts:
            yield Node(NodeKind.WHOLE, module.name)
            if handed_on:
                where = module.path or module.name
                message = f"the module `{module.name}` is handed on as a value, so all of `{where}` counts"
                yield Node(NodeKind.NOTE, user.module.name, user.unit, message)
            return
        name, *rest = parts
        bound = self._has(module, name)
        below = self.modules.find(f"{target}.{name}") if module.is_package else None
        if bound:
            yield Node(NodeKind.NAME, module.name, text=".".join(parts) + ("()" if literal else ""))
        if below is not None:
            yield from self._through(user, below.name, tuple(rest), literal, handed_on and not bound)
        elif not bound:
            yield from self._invisible(user, module, name)

    def _has(self, module: Module, name: str) -> bool:
        """Whether a module binds a name, by itself or by a star import."""
        return any(one.bindings(name) for one in (self.modules.starred(module) if module.bindings("*") else (module,)))

    def _invisible(self, user: User, module: Module, name: str) -> Iterator[Node]:
        """An attribute that the module does not visibly have."""
        is_special = name.startswith("__") and name.endswith("__")
        if module.facts.fault is not None or (is_special and name != "__dict__"):
            return
        yield Node(NodeKind.WHOLE, module.name)
        message = f"`{name}` is not to be seen in `{module.path or module.name}`, so the whole file counts"
        yield Node(NodeKind.NOTE, user.module.name, user.unit, message)

    def _library(self, user: User, name: str, literal: bool) -> Iterator[Node]:
        yield Node(NodeKind.LIBRARY, "", text=name)
        if name in READ_BY_CODE:
            yield _ASKED["__doc__"]
        known = name
        while known and known not in OPAQUE_NAMES:
            known = known.rpartition(".")[0]
        if known and not literal:
            yield from self._opaque(user, known)

    def _opaque(self, user: User, name: str) -> Iterator[Node]:
        """A name by which anything can be looked up."""
        yield Node(NodeKind.WHOLE, user.module.name)
        sight = OPAQUE_NAMES[name]
        if sight is Sight.MODULE:
            message = f"`{name}` looks names up while the code runs, so all of `{user.module.path}` counts"
        elif sight is Sight.ROOTS:
            message = f"`{name}` imports what is only known when the code runs, so all of the source folders counts"
            yield from (Node(NodeKind.WHOLE, one.name) for one in self.modules.walk("", self.modules.roots))
        else:
            message = f"`{name}` can bring in code from elsewhere, which is not seen"
        yield Node(NodeKind.NOTE, user.module.name, user.unit, message)


_ASKED = {"__subclasses__": Node(NodeKind.SUBCLASSES, ""), "__doc__": Node(NodeKind.DOCUMENTATION, "")}
