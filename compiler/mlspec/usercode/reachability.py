"""The closure of an entry point: every definition of the user's that can take part when it runs, each with its digest.

What counts:
- the definitions that the entry point names, and those that they name, through imports, re-exports and star imports, with all variants
  of a conditional definition; a class counts whole, with its bases;
- for every module of the source roots that is imported on the way, packages above it included, what runs on import: its statements that
  are no definitions, and assignments that may do more than make a value;
- a decorated definition where its decorator may have registered it: an unknown decorator, or one of the user's that keeps state which
  is reached; a subclass of a reached class that learns of its subclasses;
- the names that reached code imports, those of other libraries by their dotted name alone.

Where a name is computed (`globals()[...]`, `eval`, a module that is handed on as a value, ...) the file counts whole, and a note says so.
Annotations of functions and constants do not count; see `canonical`.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from mlspec.source.text import Place
from mlspec.usercode.facts import Guards, ImportedName, ImportForm
from mlspec.usercode.links import Links, Node, NodeKind
from mlspec.usercode.modules import Module, SourceModules
from mlspec.usercode.signatures import Entrypoint, unit_of
from mlspec.vocabulary.record import record


@record
class Note:
    """Something in the user's code that cannot be followed, and what was done about it."""

    message: str
    place: Place


@record
class Reach:
    """What an entry point reaches.

    `definitions` are named `package.module:name`, `modules` the modules that are imported, `whole_files` the paths that count whole.
    `digests` is sorted; besides definitions it holds `package.module (imports)`, the imports that reached code uses, and
    `package.module (on import)`, what runs when the module is imported. `libraries` are the names used of other libraries.
    """

    definitions: tuple[str, ...]
    modules: tuple[str, ...]
    whole_files: tuple[str, ...]
    notes: tuple[Note, ...]
    digests: tuple[tuple[str, str], ...]
    libraries: tuple[str, ...]
    digest: str


def reach(modules: SourceModules, entrypoint: Entrypoint) -> Reach:
    """All that an entry point reaches below the source roots."""
    module, units = unit_of(modules, entrypoint)
    run = Node(NodeKind.RUN, module.name)
    return _reach(modules, [run, *(Node(NodeKind.UNIT, module.name, index) for index in units)])


def reach_modules(modules: SourceModules, names: Iterable[str]) -> Reach:
    """All that using anything of some modules reaches; for code that no entry point names."""
    return _reach(modules, [Node(NodeKind.WHOLE, name) for name in names if modules.find(name) is not None])


def _reach(modules: SourceModules, roots: list[Node]) -> Reach:
    links = modules.links
    if not isinstance(links, Links):
        links = modules.links = Links(modules)
    reached: set[Node] = set()
    pending = roots
    while pending:
        while pending:
            node = pending.pop()
            if node not in reached:
                reached.add(node)
                pending.extend(links.after(node))
        pending = list(links.registered(reached))
    return _summary(modules, links, reached)


def _summary(modules: SourceModules, links: Links, reached: set[Node]) -> Reach:
    by_kind: dict[NodeKind, list[Node]] = {kind: [] for kind in NodeKind}
    for node in reached:
        by_kind[node.kind].append(node)
    run = {node.module: _known(modules, node.module) for node in by_kind[NodeKind.RUN]}
    units = {_unit_name(run[node.module], node.index): _unit_digest(run[node.module], node.index) for node in by_kind[NodeKind.UNIT]}
    digests = dict(units)
    bound: dict[str, list[str]] = {}
    for node in by_kind[NodeKind.BOUND]:
        bound.setdefault(node.module, []).append(node.text)
    for name, module in run.items():
        digests.update(_module_digests(modules, links, module, bound.get(name, [])))
    ordered = tuple(sorted(digests.items()))
    faulty = [module.path for module in run.values() if module.facts.fault is not None]
    whole = [module.path for node in by_kind[NodeKind.WHOLE] if (module := run[node.module]).path]
    return Reach(
        tuple(sorted(units)),
        tuple(sorted(run)),
        tuple(sorted({*whole, *faulty})),
        tuple(_notes(run, by_kind[NodeKind.NOTE])),
        ordered,
        tuple(sorted({node.text for node in by_kind[NodeKind.LIBRARY]})),
        _digest(f"{name} {digest}" for name, digest in ordered),
    )


def _known(modules: SourceModules, name: str) -> Module:
    module = modules.find(name)
    assert module is not None
    return module


def _notes(run: dict[str, Module], nodes: list[Node]) -> Iterator[Note]:
    for node in sorted(nodes, key=lambda node: (node.module, node.index, node.text)):
        module = run[node.module]
        place = module.fault_place(module.facts.fault) if module.facts.fault else module.unit_place(node.index)
        yield Note(node.text, place)


def _unit_name(module: Module, index: int) -> str:
    """`module:name`, and a number where the name is defined more than once."""
    name = ", ".join(module.facts.units[index].names)
    earlier = [other for other in module.bindings(module.facts.units[index].names[0]) if isinstance(other, int) and other < index]
    return f"{module.name}:{name}" + (f" ({len(earlier) + 1})" if earlier else "")


def _unit_digest(module: Module, index: int) -> str:
    unit = module.facts.units[index]
    digest = module.form(index).digest
    return _digest((digest, *_guard_lines(module, unit.guards))) if unit.guards else digest


def _guard_lines(module: Module, guards: Guards) -> Iterator[str]:
    for index, branch in guards:
        yield f"{branch} {module.form(index).digest}"


def _module_digests(modules: SourceModules, links: Links, module: Module, bound: list[str]) -> Iterator[tuple[str, str]]:
    if module.facts.fault is not None:
        yield f"{module.name} (file)", module.content_digest
        return
    run = [_unit_digest(module, index) for index, unit in enumerate(module.facts.units) if unit.runs and not unit.typing_only]
    if run:
        yield f"{module.name} (on import)", _digest(run)
    used = [
        _import_line(modules, module, name)
        for one in sorted({*bound, *links.idle_imports(module, set(bound))})
        for name in module.bindings(one)
        if isinstance(name, ImportedName) and not name.typing_only
    ]
    if used:
        yield f"{module.name} (imports)", _digest(used)


def _import_line(modules: SourceModules, module: Module, name: ImportedName) -> str:
    target = modules.target(module, name)
    guards = " ".join(_guard_lines(module, name.guards))
    whole = name.bound if name.form is ImportForm.MODULE else f"{target}:{name.attribute}"
    return f"{name.bound} {whole} {guards}"


def _digest(lines: Iterable[str]) -> str:
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
