"""The closure of an entry point: every definition of the user's that can take part when it runs, each with its digest.

What counts:

- the definitions that the entry point names, and those that they name, through imports, re-exports and star imports,
  with all variants of a conditional definition; a class counts whole, with its bases;
- for every module of the source roots that is imported on the way, packages above it included, what runs on import:
  its statements that are no definitions, and assignments that may do more than make a value;
- definitions that a decorator or a base class hands to what is reached, see `registration`;
- the imports that reached code uses, those of other libraries by their dotted name alone, and imports of other
  libraries that nothing uses, since they stand there for what they do.

Where a name is only known when the code runs (`globals()[...]`, `eval`, a module that is handed on as a value, ...) the
file counts whole, and a note says so. Annotations of functions and constants do not count, see `canonical`.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from mlspec.source.text import Place
from mlspec.usercode.documented import is_read_by_library
from mlspec.usercode.entrypoint import Entrypoint
from mlspec.usercode.facts import Guards, ImportedName, ImportForm
from mlspec.usercode.links import Links, Node, NodeKind
from mlspec.usercode.module import Module
from mlspec.usercode.modules import SourceModules
from mlspec.usercode.registration import Registrations
from mlspec.vocabulary.record import record


@record
class Note:
    """Something in the user's code that cannot be followed, and what was done about it."""

    message: str
    place: Place


@record
class Reach:
    """What an entry point reaches.

    `definitions` are named `package.module:name`, `modules` are those that are imported, `whole_files` the paths that
    count whole. `digests` is sorted; besides definitions it holds `package.module (imports)`, the imports that reached
    code uses, `package.module (on import)`, what runs when the module is imported, `package.module (file)` for a file
    that does not parse, and `package.module:name (docstring)` where something reads it. `libraries` are the names used
    of other libraries.
    """

    definitions: tuple[str, ...]
    modules: tuple[str, ...]
    whole_files: tuple[str, ...]
    notes: tuple[Note, ...]
    digests: tuple[tuple[str, str], ...]
    libraries: tuple[str, ...]
    digest: str


class Reachability:
    """The closures of several entry points of one spec; what one has found serves the others."""

    def __init__(self, modules: SourceModules) -> None:
        """Nothing is read before it is asked for."""
        self.modules = modules
        self._links = Links(modules)
        self._registrations = Registrations(self._links)
        self._unit_digests: dict[Node, tuple[str, str]] = {}
        self._run_digests: dict[str, tuple[tuple[str, str], ...]] = {}

    def reach(self, entrypoint: Entrypoint) -> Reach:
        """All that an entry point reaches below the source roots."""
        name = Node(NodeKind.NAME, entrypoint.module, text=entrypoint.function)
        return self._summary(self._closure([Node(NodeKind.RUN, entrypoint.module), name]))

    def reach_modules(self, names: Iterable[str]) -> Reach:
        """All that using anything of some modules reaches; for code that no entry point names."""
        found = [name for name in names if self.modules.find(name) is not None]
        return self._summary(self._closure([Node(NodeKind.WHOLE, name) for name in found]))

    def _closure(self, roots: list[Node]) -> set[Node]:
        reached: set[Node] = set()
        pending = roots
        while pending:
            while pending:
                node = pending.pop()
                if node not in reached:
                    reached.add(node)
                    pending.extend(self._links.after(node))
            pending = list(self._registrations.added(reached))
        return reached

    def _summary(self, reached: set[Node]) -> Reach:
        by_kind: dict[int, list[Node]] = {kind: [] for kind in NodeKind}
        for node in reached:
            by_kind[node.kind].append(node)
        run = {node.module: self.modules.known(node.module) for node in by_kind[NodeKind.RUN]}
        units = dict(self._unit(node) for node in by_kind[NodeKind.UNIT])
        bound: dict[str, set[str]] = {name: set() for name in run}
        for node in by_kind[NodeKind.BOUND]:
            bound[node.module].add(node.text)
        others = [digest for module in run.values() for digest in self._of_module(module, bound[module.name])]
        docstrings = self._docstrings(by_kind, run)
        digests = tuple(sorted(pair for pair in (*units.items(), *others, *docstrings) if pair[1]))
        whole = {run[node.module].path for node in by_kind[NodeKind.WHOLE]}
        whole.update(module.path for module in run.values() if module.facts.fault is not None)
        return Reach(
            tuple(sorted(units)),
            tuple(sorted(run)),
            tuple(sorted(whole - {""})),
            tuple(_notes(run, by_kind[NodeKind.NOTE])),
            digests,
            tuple(sorted(node.text for node in by_kind[NodeKind.LIBRARY])),
            _digest(f"{name} {digest}" for name, digest in digests),
        )

    def _unit(self, node: Node) -> tuple[str, str]:
        """A definition's name, with a number where the module has defined it before, and its digest."""
        found = self._unit_digests.get(node)
        if found is None:
            module = self.modules.known(node.module)
            names = module.facts.units[node.unit].names
            earlier = [one for one in module.bindings(names[0]) if isinstance(one, int) and one < node.unit]
            name = f"{module.name}:{', '.join(names)}" + (f" ({len(earlier) + 1})" if earlier else "")
            found = self._unit_digests[node] = (name, _unit_digest(module, node.unit))
        return found

    def _docstrings(self, by_kind: dict[int, list[Node]], run: dict[str, Module]) -> Iterator[tuple[str, str]]:
        """Docstrings count where some reached code reads docstrings, and where a library hands them to a model."""
        all_count = bool(by_kind[NodeKind.DOCUMENTATION])
        for node in by_kind[NodeKind.UNIT]:
            module = run[node.module]
            unit = module.facts.units[node.unit]
            readers = (self.modules.dotted(module, name) for name in (*unit.makers, *unit.bases))
            if all_count or any(map(is_read_by_library, readers)):
                yield f"{self._unit(node)[0]} (docstring)", module.documentation(node.unit)
        for name, module in run.items() if all_count else ():
            yield f"{name} (docstring)", module.facts.documentation

    def _of_module(self, module: Module, used: set[str]) -> Iterator[tuple[str, str]]:
        if module.name not in self._run_digests:
            self._run_digests[module.name] = tuple(_run_digests(module))
        yield from self._run_digests[module.name]
        idle = [name.bound for name in module.facts.imports if name.bound not in used and self._is_idle(module, name)]
        lines = [
            _import_line(self.modules, module, name)
            for bound in sorted(used.union(idle))
            for name in module.bindings(bound)
            if isinstance(name, ImportedName) and not name.typing_only
        ]
        if lines:
            yield f"{module.name} (imports)", _digest(lines)

    def _is_idle(self, module: Module, name: ImportedName) -> bool:
        """Whether an import of another library binds a name that the module never uses."""
        if name.typing_only or self.modules.find(self.modules.target(module, name)) is not None:
            return False
        return not module.mentions(name.bound)


def _unit_digest(module: Module, index: int) -> str:
    unit = module.facts.units[index]
    digest = module.form(index).digest
    return _digest((digest, *_guard_lines(module, unit.guards))) if unit.guards else digest


def _guard_lines(module: Module, guards: Guards) -> Iterator[str]:
    for index, branch in guards:
        yield f"{branch} {module.form(index).digest}"


def _run_digests(module: Module) -> Iterator[tuple[str, str]]:
    """What runs on import, in the order in which it runs."""
    if module.facts.fault is not None:
        yield f"{module.name} (file)", module.content_digest
    run = [index for index, unit in enumerate(module.facts.units) if unit.runs and not unit.typing_only]
    if run:
        yield f"{module.name} (on import)", _digest(_unit_digest(module, index) for index in run)


def _import_line(modules: SourceModules, module: Module, name: ImportedName) -> str:
    target = name.bound if name.form is ImportForm.MODULE else f"{modules.target(module, name)}:{name.attribute}"
    return " ".join((name.bound, target, *_guard_lines(module, name.guards)))


def _notes(run: dict[str, Module], nodes: list[Node]) -> Iterator[Note]:
    for node in sorted(nodes, key=lambda node: (node.module, node.unit, node.text)):
        module = run[node.module]
        fault = module.facts.fault
        yield Note(node.text, module.fault_place(fault) if fault else module.unit_place(node.unit))


def _digest(lines: Iterable[str]) -> str:
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
