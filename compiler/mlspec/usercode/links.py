"""What leads to what in the user's code: from a definition to those that it names, from a module to what its import runs."""

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple, TypeAlias

from mlspec.usercode.facts import Form, ImportedName, ImportForm, Unit, UnitKind
from mlspec.usercode.inert import INERT_DECORATORS
from mlspec.usercode.modules import Module, SourceModules
from mlspec.usercode.opaque import OPAQUE_NAMES, Sight
from mlspec.usercode.wrappers import wrapper_of


class NodeKind(Enum):
    """What can be reached."""

    UNIT = "definition"
    BOUND = "import"
    RUN = "module"
    WHOLE = "whole file"
    LIBRARY = "library"
    NOTE = "note"


class Node(NamedTuple):
    """One thing that can be reached: a module's unit, by its index; an import or library, by its name; the module itself."""

    kind: NodeKind
    module: str
    index: int = -1
    text: str = ""


_Triggers: TypeAlias = frozenset[Node] | None


class Links:
    """The links between the modules of one spec, each found when it is first asked for."""

    def __init__(self, modules: SourceModules) -> None:
        """Nothing is read before a node is asked for."""
        self._modules = modules
        self._after: dict[Node, tuple[Node, ...]] = {}
        self._triggers: dict[Node, _Triggers] = {}
        self._idle: dict[tuple[str, str], bool] = {}

    def after(self, node: Node) -> tuple[Node, ...]:
        """What one node leads to."""
        found = self._after.get(node)
        if found is None:
            found = self._after[node] = tuple(dict.fromkeys(self._find_after(node)))
        return found

    def registered(self, reached: set[Node]) -> Iterator[Node]:
        """Definitions that nobody names, and that a decorator or a base class hands to what is reached."""
        for run in [node for node in reached if node.kind is NodeKind.RUN]:
            module = self._module(run.module)
            for index, unit in enumerate(module.facts.units):
                if (unit.makers or unit.bases) and not unit.typing_only:
                    node = Node(NodeKind.UNIT, module.name, index)
                    if node not in reached and self._is_triggered(node, unit, reached):
                        yield node

    def idle_imports(self, module: Module, used: set[str]) -> Iterator[str]:
        """Imports of other libraries whose name the module never uses: they stand there for what they do."""
        for name in module.facts.imports:
            if name.bound not in used and not name.typing_only and self._is_idle(module, name):
                yield name.bound

    def _is_idle(self, module: Module, name: ImportedName) -> bool:
        key = (module.name, name.bound)
        if key not in self._idle:
            outside = self._modules.find(self._modules.target(module, name)) is None
            self._idle[key] = outside and not module.uses(name.bound)
        return self._idle[key]

    def _module(self, name: str) -> Module:
        module = self._modules.find(name)
        assert module is not None
        return module

    def _find_after(self, node: Node) -> Iterator[Node]:
        if node.kind is NodeKind.UNIT:
            yield from self._after_unit(self._module(node.module), node.index)
        elif node.kind is NodeKind.RUN:
            yield from self._after_run(self._module(node.module))
        elif node.kind is NodeKind.WHOLE:
            yield from self._after_whole(self._module(node.module))
        elif node.kind is NodeKind.BOUND:
            yield from self._after_bound(self._module(node.module), node.text)

    def _after_unit(self, module: Module, index: int) -> Iterator[Node]:
        unit = module.facts.units[index]
        for one in (index, *(guard for guard, _ in unit.guards)):
            form = module.form(one)
            for use in form.uses:
                yield from self._resolve(module, use, form, one)
            for name in form.imports:
                yield from self._run_import(module, name)
                if not name.bound:
                    yield from self._through(module, self._modules.target(module, name), (), one, quiet=True)

    def _after_bound(self, module: Module, bound: str) -> Iterator[Node]:
        for name in module.bindings(bound):
            if isinstance(name, ImportedName):
                for guard, _ in name.guards:
                    yield from self._after_unit(module, guard)

    def _after_run(self, module: Module) -> Iterator[Node]:
        parent = module.name.rpartition(".")[0]
        if parent:
            yield Node(NodeKind.RUN, parent)
        if module.facts.fault is not None:
            yield Node(NodeKind.NOTE, module.name, 0, f"`{module.path}` cannot be read as Python, so the whole file counts")
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
        yield Node(NodeKind.RUN, module.name)
        for index, unit in enumerate(module.facts.units):
            if not unit.typing_only and unit.kind not in (UnitKind.STATEMENT, UnitKind.GUARD):
                yield Node(NodeKind.UNIT, module.name, index)
        for name in module.facts.imports:
            if not name.typing_only:
                yield from self._import(module, name, (), -1, quiet=True)

    def _run_import(self, module: Module, name: ImportedName) -> Iterator[Node]:
        """An import statement runs the modules that it names."""
        target = self._modules.target(module, name)
        imported = self._nearest(target)
        if imported is None:
            return
        yield Node(NodeKind.RUN, imported.name)
        if name.form is ImportForm.ATTRIBUTE and imported.name == target and not imported.bindings(name.attribute):
            below = self._modules.find(f"{target}.{name.attribute}")
            if below is not None:
                yield Node(NodeKind.RUN, below.name)

    def _nearest(self, target: str) -> Module | None:
        """The module of a name, or the nearest package above that the source roots have."""
        while target:
            module = self._modules.find(target)
            if module is not None:
                return module
            target = target.rpartition(".")[0]
        return None

    def _resolve(self, module: Module, use: str, form: Form | None, index: int) -> Iterator[Node]:
        """What a dotted name means at a place of a module; `f()` is a call whose literal argument is followed already."""
        literal = use.endswith("()")
        chain = use.removesuffix("()")
        root, *rest = chain.split(".")
        found = False
        for name in form.imports if form is not None else ():
            if name.bound == root:
                found = True
                yield from self._import(module, name, tuple(rest), index, literal)
        for binding in module.bindings(root):
            found = True
            if isinstance(binding, ImportedName):
                if not binding.typing_only:
                    yield Node(NodeKind.BOUND, module.name, text=root)
                    yield from self._import(module, binding, tuple(rest), index, literal)
            else:
                yield self._definition(module, binding)
        if not found:
            yield from self._unbound(module, chain, index, literal)

    def _definition(self, module: Module, index: int) -> Node:
        if module.facts.units[index].kind in (UnitKind.STATEMENT, UnitKind.GUARD):
            return Node(NodeKind.RUN, module.name)
        return Node(NodeKind.UNIT, module.name, index)

    def _unbound(self, module: Module, chain: str, index: int, literal: bool) -> Iterator[Node]:
        """A builtin, or a name that a star import brings."""
        if chain in OPAQUE_NAMES and not literal:
            yield from self._opaque(module, chain, index)
        elif chain not in _BUILTINS:
            yield from self._starred(module, tuple(chain.split(".")), index)

    def _starred(self, module: Module, parts: tuple[str, ...], index: int) -> Iterator[Node]:
        for star in module.bindings("*"):
            assert isinstance(star, ImportedName)
            target = self._modules.target(module, star)
            source = self._modules.find(target)
            if source is None:
                yield Node(NodeKind.BOUND, module.name, text="*")
                yield Node(NodeKind.LIBRARY, "", text=f"{target}.*")
            elif source.facts.fault is not None or self._has(source, parts[0], {module.name}):
                yield Node(NodeKind.BOUND, module.name, text="*")
                yield from self._through(module, target, parts, index)
                yield from (self._definition(source, one) for one in source.bindings("__all__") if isinstance(one, int))

    def _has(self, module: Module, name: str, seen: set[str]) -> bool:
        """Whether a module binds a name, by itself or by its own star imports."""
        if module.bindings(name):
            return True
        seen.add(module.name)
        for star in module.bindings("*"):
            assert isinstance(star, ImportedName)
            source = self._modules.find(self._modules.target(module, star))
            if source is not None and source.name not in seen and self._has(source, name, seen):
                return True
        return False

    def _import(
        self, module: Module, name: ImportedName, rest: tuple[str, ...], index: int, literal: bool = False, quiet: bool = False
    ) -> Iterator[Node]:
        """What an imported name means, with the attributes taken of it."""
        target = self._modules.target(module, name)
        if name.form is ImportForm.MODULE and name.bound:
            yield from self._through(module, name.bound, rest, index, literal, quiet)
        elif name.form is ImportForm.ATTRIBUTE:
            yield from self._through(module, target, (name.attribute, *rest), index, literal, quiet)
        elif name.form is not ImportForm.STAR:
            yield from self._through(module, target, rest, index, literal, quiet)

    def _through(
        self, user: Module, target: str, parts: tuple[str, ...], index: int, literal: bool = False, quiet: bool = False
    ) -> Iterator[Node]:
        """What `target.parts` means, for a unit of the module `user`."""
        module = self._modules.find(target) if target else None
        if module is None:
            yield from self._library(user, ".".join((target, *parts)), index, literal)
            return
        yield Node(NodeKind.RUN, module.name)
        if not parts:
            yield Node(NodeKind.WHOLE, module.name)
            if not quiet:
                message = f"the module `{module.name}` is handed on as a value, so all of `{module.path or module.name}` counts"
                yield Node(NodeKind.NOTE, user.name, index, message)
            return
        below = self._modules.find(f"{target}.{parts[0]}") if module.is_package else None
        if module.bindings(parts[0]) or (below is None and self._has(module, parts[0], set())):
            yield from self._resolve(module, ".".join(parts), None, index if user is module else -1)
        if below is not None:
            yield from self._through(user, below.name, parts[1:], index, literal, quiet or len(parts) == 1 and bool(module.bindings(parts[0])))
        elif not self._has(module, parts[0], set()):
            yield from self._invisible(user, module, parts[0], index)

    def _invisible(self, user: Module, module: Module, name: str, index: int) -> Iterator[Node]:
        """An attribute that the module does not visibly have."""
        if name.startswith("__") and name.endswith("__") and name != "__dict__":
            return
        yield from self._starred(module, (name,), -1)
        if module.facts.fault is None:
            yield Node(NodeKind.WHOLE, module.name)
            message = f"`{name}` is not to be seen in `{module.path or module.name}`, so the whole file counts"
            yield Node(NodeKind.NOTE, user.name, index, message)

    def _library(self, user: Module, name: str, index: int, literal: bool) -> Iterator[Node]:
        name = name.strip(".")
        yield Node(NodeKind.LIBRARY, "", text=name)
        if not literal:
            known = next((one for one in _prefixes(name) if one in OPAQUE_NAMES), "")
            if known:
                yield from self._opaque(user, known, index)

    def _opaque(self, module: Module, name: str, index: int) -> Iterator[Node]:
        """A call that can look up anything."""
        yield Node(NodeKind.WHOLE, module.name)
        if OPAQUE_NAMES[name] is Sight.MODULE:
            message = f"`{name}` looks names up while the code runs, so all of `{module.path}` counts"
        elif OPAQUE_NAMES[name] is Sight.ROOTS:
            message = f"`{name}` imports by a name that is only known when the code runs, so all modules of the source folders count"
            yield from (Node(NodeKind.WHOLE, one) for one in self._all_modules("", self._modules.roots))
        else:
            message = f"`{name}` can bring in code from elsewhere, which is not seen"
        yield Node(NodeKind.NOTE, module.name, index, message)

    def _all_modules(self, prefix: str, folders: tuple[str, ...]) -> Iterator[str]:
        for name in self._modules.submodule_names(folders):
            module = self._modules.find(f"{prefix}{name}")
            if module is not None:
                yield module.name
                if module.folders:
                    yield from self._all_modules(f"{module.name}.", module.folders)

    def _is_triggered(self, node: Node, unit: Unit, reached: set[Node]) -> bool:
        if node not in self._triggers:
            self._triggers[node] = self._find_triggers(self._module(node.module), unit)
        triggers = self._triggers[node]
        return triggers is None or not triggers.isdisjoint(reached)

    def _find_triggers(self, module: Module, unit: Unit) -> _Triggers:
        """What must be reached for a definition to be found in a registry; None where it may be found in any case."""
        triggers: set[Node] = set()
        for maker in unit.makers:
            found = list(self._resolve(module, maker, None, -1)) if maker else []
            if not found and maker not in INERT_DECORATORS:
                return None
            for node in found:
                if node.kind is NodeKind.WHOLE or (node.kind is NodeKind.LIBRARY and not _only_wraps(node.text)):
                    return None
                if node.kind is NodeKind.UNIT:
                    triggers |= self._state(node, "." in maker)
        for base in unit.bases:
            triggers |= self._hooks(module, base, set())
        return frozenset(triggers)

    def _state(self, root: Node, by_attribute: bool) -> set[Node]:
        """The definitions that a decorator can keep things in."""
        seen: set[Node] = set()
        pending = [root]
        state = {root} if by_attribute else set()
        while pending:
            node = pending.pop()
            if node in seen or node.kind is not NodeKind.UNIT:
                continue
            seen.add(node)
            module = self._module(node.module)
            unit = module.facts.units[node.index]
            if unit.kind is UnitKind.CLASS or (unit.kind is UnitKind.VALUE and not unit.fixed):
                state.add(node)
            for use in module.form(node.index).uses:
                if "." in use:
                    state.update(one for one in self._resolve(module, use, None, -1) if self._is_function(one))
            pending.extend(self.after(node))
        return state

    def _is_function(self, node: Node) -> bool:
        return node.kind is NodeKind.UNIT and self._module(node.module).facts.units[node.index].kind is UnitKind.FUNCTION

    def _hooks(self, module: Module, base: str, seen: set[Node]) -> set[Node]:
        """The classes above that learn of their subclasses, and bases that are made by a call."""
        hooks: set[Node] = set()
        for node in self._resolve(module, base, None, -1) if base else ():
            if node.kind is not NodeKind.UNIT or node in seen:
                continue
            seen.add(node)
            owner = self._module(node.module)
            unit = owner.facts.units[node.index]
            if unit.kind is UnitKind.VALUE or unit.hooked:
                hooks.add(node)
            for above in unit.bases:
                hooks |= self._hooks(owner, above, seen)
        return hooks


def _only_wraps(name: str) -> bool:
    return name in INERT_DECORATORS or bool(wrapper_of(name))


def _prefixes(name: str) -> Iterator[str]:
    while name:
        yield name
        name = name.rpartition(".")[0]


_BUILTINS = frozenset(dir(__builtins__) if not isinstance(__builtins__, dict) else __builtins__)
