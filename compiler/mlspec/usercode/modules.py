"""The modules of the user's code: found by name below the source roots, read when first asked for, never run."""

from collections.abc import Iterator
from hashlib import sha256
from sys import version_info
from typing import Protocol

from mlspec.source.tree import EntryKind, Tree, UnreadableError
from mlspec.usercode.facts import FORMAT, Fault, ImportedName, ImportForm, ModuleFacts, Plain, facts_to_plain
from mlspec.usercode.module import Module


class ModuleCache(Protocol):
    """Where facts of modules are kept from one compile to the next: tuples of strings, numbers, None and tuples."""

    def get(self, key: str) -> Plain | None:
        """The facts that were put under this key, if they are still there."""

    def put(self, key: str, facts: Plain) -> None:
        """Keep the facts of a module; the key tells its content, the Python that parsed it, and the format."""


class SourceModules:
    """The modules below the source roots of one spec, in the order in which Python would search the roots."""

    def __init__(self, tree: Tree, roots: tuple[str, ...], cache: ModuleCache | None = None) -> None:
        """Nothing is read or listed before a module is asked for."""
        self.tree = tree
        self.roots = roots
        self.cache = cache
        self._found: dict[str, Module | None] = {}

    def find(self, name: str) -> Module | None:
        """The module of a dotted name; None where the source roots have none."""
        if name not in self._found:
            found = self.nearest(name)
            self._found[name] = found if found is not None and found.name == name else None
        return self._found[name]

    def nearest(self, name: str) -> Module | None:
        """The module of a dotted name, or the nearest package above it that the source roots have."""
        above: Module | None = None
        whole = ""
        for part in name.split("."):
            whole = f"{whole}.{part}" if whole else part
            if whole not in self._found:
                self._found[whole] = self._search(whole, part, above.folders if above else self.roots)
            found = self._found[whole]
            if found is None:
                return above
            above = found
        return above

    def known(self, name: str) -> Module:
        """The module of a name that was found before."""
        module = self.find(name)
        if module is None:
            raise LookupError(name)
        return module

    def names_below(self, folders: tuple[str, ...]) -> tuple[str, ...]:
        """The names of the modules and packages right in some folders, sorted; this lists the folders."""
        found = set()
        for folder in folders:
            for name in self.tree.names(folder):
                stem, dot, suffix = name.partition(".")
                is_module = suffix == "py" if dot else self.tree.kind(_join(folder, name)) is EntryKind.FOLDER
                if is_module and stem.isidentifier():
                    found.add(stem)
        return tuple(sorted(found - {"__init__", "__pycache__"}))

    def walk(self, prefix: str, folders: tuple[str, ...]) -> Iterator[Module]:
        """All modules in and below some folders, whose names start with a prefix such as `package.`."""
        for name in self.names_below(folders):
            module = self.find(prefix + name)
            if module is not None:
                yield module
                yield from self.walk(f"{module.name}.", module.folders)

    def settle(self) -> None:
        """Hand what was learned to the cache and let the syntax trees go; everything can still be asked afterwards."""
        for module in self._found.values():
            if module is None:
                continue
            if self.cache is not None and module.learned and module.path:
                self.cache.put(_key(module.content_digest), module.plain())
                module.learned = False
            module.forget_syntax()

    def starred(self, module: Module) -> tuple[Module, ...]:
        """A module and those whose names it takes by star imports, through star imports of theirs, near ones first."""
        found = {module.name: module}
        pending = [module]
        for one in pending:  # it grows
            for star in one.bindings("*"):
                if not isinstance(star, ImportedName) or star.typing_only:
                    continue
                source = self.find(self.target(one, star))
                if source is not None and source.name not in found:
                    found[source.name] = source
                    pending.append(source)
        return tuple(pending)

    def target(self, module: Module, name: ImportedName) -> str:
        """The absolute name of the module that an import names; empty where its dots lead out of the package."""
        if not name.level:
            return name.module
        package = module.name if module.is_package else module.name.rpartition(".")[0]
        for _ in range(name.level - 1):
            package = package.rpartition(".")[0]
        return f"{package}.{name.module}" if package and name.module else package

    def dotted(self, module: Module, chain: str) -> str:
        """A name as the module's imports have it: `pd.DataFrame` is `pandas.DataFrame`, its own `X` is `module.X`."""
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
        """A package goes before a module of the same folder, and any folder without a file comes last, as in Python."""
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
        return Module(name, "", tuple(portions)) if portions else None

    def _load(self, name: str, path: str, folders: tuple[str, ...]) -> Module:
        try:
            content = self.tree.read(path)
        except UnreadableError as error:
            fault = ModuleFacts(fault=Fault(f"it cannot be read: {error}"))
            return Module(name, path, folders, known=(facts_to_plain(fault), (), (), (), ()))
        known = self.cache.get(_key(sha256(content).hexdigest())) if self.cache is not None else None
        return Module(name, path, folders, content, known)


def _key(content_digest: str) -> str:
    return f"{FORMAT}-{version_info.major}.{version_info.minor}-{content_digest}"


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder not in ("", ".") else name
