"""The modules of the user's code: found by name below the source roots, read when they are first asked for, never run."""

from collections.abc import Iterator
from hashlib import sha256
from sys import version_info
from typing import TYPE_CHECKING, Protocol, TypeAlias

from mlspec.source.text import Place, Span
from mlspec.source.tree import EntryKind, Tree, UnreadableError
from mlspec.usercode.facts import (
    FORMAT,
    Fault,
    Form,
    ImportedName,
    ImportForm,
    ModuleFacts,
    Plain,
    Shape,
    Unit,
    UnitKind,
    facts_from_plain,
    facts_to_plain,
    form_from_plain,
    form_to_plain,
    shape_from_plain,
    shape_to_plain,
)

if TYPE_CHECKING:
    import ast

Binding: TypeAlias = int | ImportedName


class ModuleCache(Protocol):
    """Where facts of modules are kept from one compile to the next; they are tuples of strings, numbers, None and tuples."""

    def get(self, key: str) -> Plain | None:
        """The facts that were put under this key, if they are still there."""

    def put(self, key: str, facts: Plain) -> None:
        """Keep the facts of a module; the key tells its content, the Python that parsed it, and the format."""


class Module:
    """One module: its facts, and what is read of its units when it is asked for."""

    def __init__(self, name: str, path: str, folders: tuple[str, ...], content: bytes, known: Plain | None) -> None:
        """Take the file's content, and the facts that a cache knew of it."""
        self.name = name
        self.path = path
        self.folders = folders
        self.learned = False
        self._content = content
        self._nodes: tuple[tuple[ast.AST, ...], ...] | None = None
        self._forms: dict[int, Form] = {}
        self._shapes: dict[int, Shape] = {}
        self._bindings: dict[str, tuple[Binding, ...]] | None = None
        self._text: str | None = None
        if known is None:
            self.facts = self._read() if path else ModuleFacts()
            self.learned = bool(path)
        else:
            facts, forms, shapes = known
            self.facts = facts_from_plain(facts)
            self._forms = {index: form_from_plain(plain) for index, plain in forms}
            self._shapes = {index: shape_from_plain(plain) for index, plain in shapes}

    @property
    def is_package(self) -> bool:
        """Whether other modules can stand below it."""
        return bool(self.folders)

    @property
    def text(self) -> str:
        """The source; empty where it cannot be decoded."""
        if self._text is None:
            from mlspec.usercode.parsing import decode

            text = decode(self._content)
            self._text = text if isinstance(text, str) else ""
        return self._text

    @property
    def content_digest(self) -> str:
        """The digest of the bytes: all that can be said of a file that does not parse."""
        return sha256(self._content).hexdigest()

    def bindings(self, name: str) -> tuple[Binding, ...]:
        """What a name of the module's top level may be: units by their index and imports, in the order of the source."""
        if self._bindings is None:
            found: dict[str, list[Binding]] = {}
            for index, unit in enumerate(self.facts.units):
                for bound in unit.names:
                    found.setdefault(bound, []).append(index)
            for imported in self.facts.imports:
                found.setdefault(imported.bound, []).append(imported)
            self._bindings = {bound: tuple(all_of_it) for bound, all_of_it in found.items()}
        return self._bindings.get(name, ())

    def form(self, index: int) -> Form:
        """The canonical form of a unit."""
        if index not in self._forms:
            from mlspec.usercode.canonical import read_form

            self._forms[index], _ = read_form(self._unit_nodes(index))
            self.learned = True
        return self._forms[index]

    def shape(self, index: int) -> Shape:
        """What can be read off a definition."""
        if index not in self._shapes:
            from mlspec.usercode.shapes import read_shape

            self._shapes[index] = read_shape(self._unit_nodes(index)[0])
            self.learned = True
        return self._shapes[index]

    def uses(self, name: str) -> bool:
        """Whether any unit takes a name from the module's top level; units that do not hold the word are not read for it."""
        if any(name in _roots(form) for form in self._forms.values()):
            return True
        lines = self.text.split("\n")
        before = 0
        for index, unit in enumerate(self.facts.units):
            stretch = lines[before : unit.end_line]  # decorators stand above the line of a definition
            before = max(before, unit.end_line)
            if index not in self._forms and any(name in line for line in stretch) and name in _roots(self.form(index)):
                return True
        return False

    def functions(self) -> tuple[str, ...]:
        """The names of the module's own functions, sorted."""
        return tuple(sorted({unit.names[0] for unit in self.facts.units if unit.kind is UnitKind.FUNCTION}))

    def place(self, line: int, column: int, length: int) -> Place:
        """The place of some characters, by a line counted from one and a column in bytes of UTF-8 counted from nought."""
        lines = self.text.splitlines(keepends=True) if self.text.isascii() else list(_lines(self.text))
        before = sum(map(len, lines[: line - 1]))
        start = before + len(lines[line - 1].encode()[:column].decode("utf-8", "ignore")) if line <= len(lines) else before
        return Place(self.path, Span(start, start + length))

    def name_place(self, unit: Unit) -> Place:
        """The place of a definition's name."""
        place = self.place(unit.line, unit.column, 0)
        start = max(self.text.find(unit.names[0], place.span.start), place.span.start)
        return Place(self.path, Span(start, start + len(unit.names[0])))

    def unit_place(self, index: int) -> Place:
        """The place of a unit: the name of a definition, the start of a statement; the start of the file where the index is -1."""
        if not 0 <= index < len(self.facts.units):
            return Place(self.path, Span(0, 0))
        unit = self.facts.units[index]
        return self.name_place(unit) if unit.names else self.place(unit.line, unit.column, 1)

    def fault_place(self, fault: Fault) -> Place:
        """The place of a fault."""
        lines = list(_lines(self.text))
        start = min(sum(map(len, lines[: fault.line - 1])) + fault.column - 1, len(self.text))
        return Place(self.path, Span(start, min(start + 1, len(self.text))))

    def plain(self) -> Plain:
        """All that is known by now, for a cache."""
        forms = tuple((index, form_to_plain(form)) for index, form in sorted(self._forms.items()))
        shapes = tuple((index, shape_to_plain(shape)) for index, shape in sorted(self._shapes.items()))
        return (facts_to_plain(self.facts), forms, shapes)

    def forget_syntax(self) -> None:
        """Let the syntax tree go; it is parsed again where it is needed again."""
        self._nodes = None

    def _unit_nodes(self, index: int) -> "tuple[ast.AST, ...]":
        if self._nodes is None:
            self._read()
        assert self._nodes is not None
        return self._nodes[index]

    def _read(self) -> ModuleFacts:
        from mlspec.usercode.outline import read_outline
        from mlspec.usercode.parsing import parse

        tree = parse(self._content)
        if isinstance(tree, Fault):
            return ModuleFacts(fault=tree)
        outline = read_outline(tree)
        self._nodes = outline.nodes
        self._forms.update(outline.forms)
        return outline.facts


class SourceModules:
    """The modules below the source roots of one spec, in the order in which Python would search the roots."""

    def __init__(self, tree: Tree, roots: tuple[str, ...], cache: ModuleCache | None = None) -> None:
        """Nothing is read or listed before a module is asked for."""
        self.tree = tree
        self.roots = roots
        self.cache = cache
        self.links: object = None  # what reachability has found so far
        self._found: dict[str, Module | None] = {}

    def find(self, name: str) -> Module | None:
        """The module of a dotted name; None where the source roots have none."""
        if name not in self._found:
            parent, _, last = name.rpartition(".")
            above = self.find(parent) if parent else None
            folders = self.roots if not parent else above.folders if above else ()
            self._found[name] = self._search(name, last, folders)
        return self._found[name]

    def submodule_names(self, folders: tuple[str, ...]) -> Iterator[str]:
        """The names of the modules and packages right in some folders, sorted; this lists the folders."""
        found = set()
        for folder in folders:
            for name in self.tree.names(folder):
                stem, dot, suffix = name.partition(".")
                if stem.isidentifier() and (suffix == "py" if dot else self.tree.kind(_join(folder, name)) is EntryKind.FOLDER):
                    found.add(stem)
        yield from sorted(found - {"__init__", "__pycache__"})

    def settle(self) -> None:
        """Hand what was learned to the cache and let the syntax trees go; everything can still be asked afterwards."""
        for module in self._found.values():
            if module is None:
                continue
            if self.cache is not None and module.learned and module.path:
                self.cache.put(_key(module.content_digest), module.plain())
                module.learned = False
            module.forget_syntax()

    def target(self, module: Module, name: ImportedName) -> str:
        """The absolute name of the module that an import names; empty where the dots lead out of the package."""
        if not name.level:
            return name.module
        package = module.name if module.is_package else module.name.rpartition(".")[0]
        for _ in range(name.level - 1):
            package = package.rpartition(".")[0]
        if not package:
            return ""
        return f"{package}.{name.module}" if name.module else package

    def dotted(self, module: Module, chain: str) -> str:
        """A dotted name as the module's imports have it: `pd.DataFrame` is `pandas.DataFrame`; its own names stand below its own."""
        root, dot, rest = chain.partition(".")
        bindings = module.bindings(root)
        if not bindings:
            return chain
        first = bindings[0]
        if isinstance(first, int):
            return f"{module.name}.{chain}"
        if first.form is ImportForm.MODULE:
            return chain
        target = self.target(module, first)
        return (target if first.form is ImportForm.ALIAS else f"{target}.{first.attribute}") + dot + rest

    def _search(self, name: str, last: str, folders: tuple[str, ...]) -> Module | None:
        if not last.isidentifier():
            return None
        portions = []
        for folder in folders:
            path = _join(folder, last)
            is_folder = self.tree.kind(path) is EntryKind.FOLDER
            if is_folder and self.tree.kind(f"{path}/__init__.py") is not EntryKind.MISSING:
                return self._load(name, f"{path}/__init__.py", (path,))
            if self.tree.kind(f"{path}.py") not in (EntryKind.MISSING, EntryKind.FOLDER):
                return self._load(name, f"{path}.py", ())
            if is_folder:
                portions.append(path)
        return Module(name, "", tuple(portions), b"", None) if portions else None

    def _load(self, name: str, path: str, folders: tuple[str, ...]) -> Module:
        try:
            content = self.tree.read(path)
        except UnreadableError as error:
            return Module(name, path, folders, b"", (facts_to_plain(ModuleFacts(fault=Fault(f"it cannot be read: {error}"))), (), ()))
        known = self.cache.get(_key(sha256(content).hexdigest())) if self.cache is not None else None
        return Module(name, path, folders, content, known)


def _roots(form: Form) -> set[str]:
    return {use.partition(".")[0] for use in form.uses}


def _key(content_digest: str) -> str:
    return f"{FORMAT}-{version_info.major}.{version_info.minor}-{content_digest}"


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder not in ("", ".") else name


def _lines(text: str) -> Iterator[str]:
    """The lines as Python counts them: not cut at form feeds and the separators of Unicode."""
    import re

    return (found[0] for found in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text))
