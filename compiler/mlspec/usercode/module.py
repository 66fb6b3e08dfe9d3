"""One module of the user's code: its facts, and what is read of its units when it is asked for."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from hashlib import sha256
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from mlspec.source.text import Place, Span
from mlspec.usercode.facts import (
    Fault,
    Form,
    ImportedName,
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


class Module:
    """A module, a package, or a package without a file, whose `path` is empty; `folders` is where those below it stand.

    Facts are kept for all units, forms and shapes for those that were asked for. A syntax tree is there only where a
    cache does not know what is asked.
    """

    def __init__(
        self, name: str, path: str, folders: tuple[str, ...], content: bytes = b"", known: Plain | None = None
    ) -> None:
        """Take the file's content, and what a cache knew of it."""
        self.name = name
        self.path = path
        self.folders = folders
        self.learned = False
        self._content = content
        self._nodes: tuple[tuple[ast.AST, ...], ...] | None = None
        self._forms: dict[int, Form] = {}
        self._shapes: dict[int, Shape] = {}
        self._known_forms: dict[int, Plain] = {}
        self._known_shapes: dict[int, Plain] = {}
        self._mentions: dict[str, bool] = {}
        self._documentation: dict[int, str] = {}
        self._bindings: dict[str, tuple[Binding, ...]] | None = None
        self._text: str | None = None
        self._starts: list[int] | None = None
        self.facts = self._recall(known) if known is not None else self._read() if path else ModuleFacts()

    @property
    def is_package(self) -> bool:
        """Whether other modules can stand below it."""
        return bool(self.folders)

    @property
    def text(self) -> str:
        """The source; empty where it cannot be decoded."""
        if self._text is None:
            from mlspec.usercode.decoding import decode

            text = decode(self._content)
            self._text = text if isinstance(text, str) else ""
        return self._text

    @property
    def content_digest(self) -> str:
        """The digest of the bytes: all that can be said of a file that does not parse."""
        return sha256(self._content).hexdigest()

    def bindings(self, name: str) -> tuple[Binding, ...]:
        """What a name of the top level may be: units by their index, then imports, each in the order of the source."""
        if self._bindings is None:
            found: dict[str, tuple[Binding, ...]] = {}
            for index, unit in enumerate(self.facts.units):
                for bound in unit.names:
                    found[bound] = (*found.get(bound, ()), index)
            for imported in self.facts.imports:
                found[imported.bound] = (*found.get(imported.bound, ()), imported)
            self._bindings = found
        return self._bindings.get(name, ())

    def form(self, index: int) -> Form:
        """The canonical form of a unit."""
        found = self._forms.get(index)
        if found is None and index in self._known_forms:
            found = self._forms[index] = form_from_plain(self._known_forms[index])
        if found is None:
            from mlspec.usercode.canonical import read_form

            found, _ = read_form(self._unit_nodes(index))
            self._forms[index] = found
            self.learned = True
        return found

    def shape(self, index: int) -> Shape:
        """What can be read off a definition."""
        found = self._shapes.get(index)
        if found is None and index in self._known_shapes:
            found = self._shapes[index] = shape_from_plain(self._known_shapes[index])
        if found is None:
            from mlspec.usercode.shapes import read_shape

            unit = self.facts.units[index]
            lines = self.text[self._line_start(unit.line) : self._line_start(unit.end_line + 1)]
            node = self._unit_nodes(index)[0]
            found = read_shape(node, self._name_start(unit), self._offset, may_yield="yield" in lines)
            self._shapes[index] = found
            self.learned = True
        return found

    def mentions(self, name: str) -> bool:
        """Whether a name stands in any unit, be it in an annotation."""
        found = self._mentions.get(name)
        if found is None:
            found = self._mentions[name] = self._looks_for(name)
            self.learned = True
        return found

    def documentation(self, index: int) -> str:
        """The digest of all docstrings in a unit."""
        found = self._documentation.get(index)
        if found is None:
            from mlspec.usercode.documentation import documentation_digest

            found = self._documentation[index] = documentation_digest(self._unit_nodes(index))
            self.learned = True
        return found

    def functions(self) -> tuple[str, ...]:
        """The names of the module's own functions, sorted."""
        return tuple(sorted({unit.names[0] for unit in self.facts.units if unit.kind is UnitKind.FUNCTION}))

    def unit_place(self, index: int) -> Place:
        """The place of a unit: the name of a definition, the start of a statement; where there is none, of the file."""
        if not 0 <= index < len(self.facts.units):
            return Place(self.path, Span(0, 0))
        unit = self.facts.units[index]
        start = self._name_start(unit)
        return Place(self.path, Span(start, start + (len(unit.names[0]) if unit.names else 1)))

    def fault_place(self, fault: Fault) -> Place:
        """The place of a fault."""
        start = min(self._line_start(fault.line) + fault.column - 1, len(self.text))
        return Place(self.path, Span(start, min(start + 1, len(self.text))))

    def plain(self) -> Plain:
        """All that is known by now, for a cache."""
        forms = self._known_forms | {index: form_to_plain(form) for index, form in self._forms.items()}
        shapes = self._known_shapes | {index: shape_to_plain(shape) for index, shape in self._shapes.items()}
        extras = (self._mentions, self._documentation)
        return (facts_to_plain(self.facts), *(tuple(sorted(one.items())) for one in (forms, shapes, *extras)))

    def forget_syntax(self) -> None:
        """Let the syntax tree go; it is parsed again where it is needed again."""
        self._nodes = None

    def _recall(self, known: Plain) -> ModuleFacts:
        facts, forms, shapes, mentions, documentation = known
        self._known_forms = dict(forms)
        self._known_shapes = dict(shapes)
        self._mentions = dict(mentions)
        self._documentation = dict(documentation)
        return facts_from_plain(facts)

    def _read(self) -> ModuleFacts:
        from mlspec.usercode.outline import read_outline
        from mlspec.usercode.parsing import parse

        self.learned = True
        tree = parse(self._content)
        if isinstance(tree, Fault):
            return ModuleFacts(fault=tree)
        outline = read_outline(tree)
        self._nodes = outline.nodes
        self._forms.update(outline.forms)
        return outline.facts

    def _unit_nodes(self, index: int) -> "tuple[ast.AST, ...]":
        if self._nodes is None:
            self._read()
        return self._nodes[index] if self._nodes is not None else ()

    def _looks_for(self, name: str) -> bool:
        """Units whose form is there anyway are asked first, then the lines that hold the name as text."""
        from mlspec.usercode.syntax import names_at

        for index, unit in enumerate(self.facts.units):
            uses = self.form(index).uses if unit.kind in (UnitKind.GUARD, UnitKind.STATEMENT) else ()
            if any(use.partition(".")[0] == name for use in uses):
                return True

        return any(name in names_at(self._unit_nodes(index), line) for index, line in self._occurrences(name))

    def _occurrences(self, name: str) -> Iterator[tuple[int, int]]:
        """The units and lines that hold a name as text, the decorators above a unit included."""
        units, starts = self.facts.units, self._line_starts()
        ends = [unit.end_line for unit in units]
        offset = self.text.find(name)
        while offset >= 0:
            line = bisect_right(starts, offset)
            index = bisect_left(ends, line)
            while index < len(units) and (units[index].line <= line or units[index].makers):
                yield index, line
                index += 1
            offset = self.text.find(name, starts[line]) if line < len(starts) else -1

    def _name_start(self, unit: Unit) -> int:
        """Where the name of a definition starts; a statement starts at its start."""
        start = self._offset(unit.line, unit.column)
        if unit.kind not in (UnitKind.FUNCTION, UnitKind.CLASS):
            return start
        import re

        head = re.compile(r"(?:async(?:\s|\\)+)?(?:def|class)(?:\s|\\)+").match(self.text, start)
        return head.end() if head else start

    def _offset(self, line: int, column: int) -> int:
        """The offset of a line, counted from one, and a column in bytes of UTF-8, as `ast` has them."""
        start = self._line_start(line)
        if self.text.isascii():
            return start + column
        return start + len(self.text[start : start + column].encode()[:column].decode("utf-8", "ignore"))

    def _line_start(self, line: int) -> int:
        starts = self._line_starts()
        return starts[line - 1] if line <= len(starts) else len(self.text)

    def _line_starts(self) -> list[int]:
        """Where lines start, as Python counts them: not cut at form feeds and the separators of Unicode."""
        if self._starts is None:
            text = self.text
            if "\r" in text:
                import re

                self._starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]
            else:
                self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))][:-1]
        return self._starts
