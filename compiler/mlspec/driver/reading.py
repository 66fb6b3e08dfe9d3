"""Reading a spec and the bases that it extends into one layer."""

from collections.abc import Iterator

from mlspec.diagnostics.diagnostic import Diagnostic, Label, Rule
from mlspec.schema.place import place_of
from mlspec.source.document import SYNTAX_RULES, Document, SyntaxFault, read_document
from mlspec.source.overlay import Layer
from mlspec.source.text import Place, Span
from mlspec.source.tree import EntryKind, Tree, UnreadableError
from mlspec.spec.header import LANGUAGE
from mlspec.vocabulary.record import record
from mlspec.vocabulary.severity import Severity

UNREADABLE_SPEC = Rule(
    "unreadable-spec",
    """A file that should hold a spec or a base cannot be read.

It is a folder, a link that leads nowhere or out of the repository, or the rights do not allow it. Put a file there,
or change the pattern in the repository's settings that names it.
""",
)
BAD_BASE = Rule(
    "bad-base",
    """A base that a spec extends cannot serve as one.

Bases are files named `*.base.yaml` inside the repository. They have the spec's language number and no `name`, and
they do not extend one another in a circle.
""",
)


@record
class Reading:
    """The layers of a spec, bases first; the keys whose text could not be read; what is wrong so far.

    `is_spread` tells whether a base lies in another folder than the spec.
    """

    layers: tuple[Layer, ...]
    broken: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    is_spread: bool = False


def read_spec(tree: Tree, path: str) -> Reading:
    """Read a spec with all its bases; gives as much as can be read beside what is wrong."""
    return _Reader(tree).read(path)


class _Reader:
    """One spec's files as they are read, each once."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.seen: list[str] = []
        self.broken: list[str] = []
        self.diagnostics: list[Diagnostic] = []

    def read(self, path: str) -> Reading:
        layers = tuple(self._layers(path, None))
        folder = _folder(path)
        is_spread = any(_folder(one) != folder for one in self.seen)
        return Reading(layers, tuple(dict.fromkeys(self.broken)), tuple(self.diagnostics), is_spread)

    def _layers(self, path: str, named_at: Place | None) -> Iterator[Layer]:
        self.seen.append(path)
        document = self._document(path, named_at)
        if document is None:
            return
        self.broken.extend(document.broken)
        for base, place in self._bases(document, path):
            yield from self._layers(base, place)
        data = document.data if named_at is None else self._base_data(document, path)
        yield Layer({key: value for key, value in data.items() if key != "extends"}, document.places)

    def _document(self, path: str, named_at: Place | None) -> Document | None:
        kind = self.tree.kind(path)
        place = named_at or Place(path, Span(0, 0))
        if kind is not EntryKind.FILE:
            self._tell(UNREADABLE_SPEC, f"`{path}` cannot be read: it is {_SAID[kind]}", place)
            return None
        try:
            document, faults = read_document(path, self.tree.read(path))
        except UnreadableError as error:
            self._tell(UNREADABLE_SPEC, f"`{path}` cannot be read: {error}", place)
            return None
        self.diagnostics.extend(map(_diagnostic, faults))
        return document

    def _bases(self, document: Document, path: str) -> Iterator[tuple[str, Place]]:
        named = document.data.get("extends", ())
        for index, base in enumerate([named] if isinstance(named, str) else named if isinstance(named, list) else ()):
            place = place_of(document.places, ("extends",) if isinstance(named, str) else ("extends", index))
            if not isinstance(base, str):
                continue  # the header's own model tells
            found = _relative(_folder(path), base)
            if found.startswith("..") or not found.endswith(".base.yaml"):
                self._tell(BAD_BASE, f"`{base}` is no base", place, "name a file `*.base.yaml` inside the repository")
            elif found in self.seen:
                self._tell(BAD_BASE, f"`{base}` is extended already", place, "take it out: bases form no circle")
            else:
                yield found, place

    def _base_data(self, document: Document, path: str) -> dict[str, object]:
        if "name" in document.data:
            place = place_of(document.places, ("name",))
            self._tell(BAD_BASE, "a base has no `name`", place, "the spec that extends it says its own")
        language = document.data.get("mlspec")
        if "mlspec" not in document.broken and (language != LANGUAGE or isinstance(language, bool)):
            place = place_of(document.places, ("mlspec",))
            self._tell(BAD_BASE, f"a base is written in language {LANGUAGE}, as specs are", place, _SAY_LANGUAGE)
        data = {key: value for key, value in document.data.items() if key not in ("mlspec", "name")}
        folder, spec_folder = _folder(path), _folder(self.seen[0])
        if folder == spec_folder:
            return data
        from mlspec.spec.base_paths import move_document  # few bases lie elsewhere

        return move_document(data, folder, spec_folder)

    def _tell(self, rule: Rule, message: str, place: Place, *advice: str) -> None:
        self.diagnostics.append(Diagnostic(rule.name, rule.severity, message, (Label(place),), advice))


def _diagnostic(fault: SyntaxFault) -> Diagnostic:
    labels = [Label(fault.place, fault.label)]
    if fault.other is not None:
        labels.append(Label(fault.other, fault.other_label))
    return Diagnostic(fault.rule, Severity.ERROR, fault.message, tuple(labels), fault.help)


def syntax_rules() -> Iterator[Rule]:
    """The rules of the text itself, for `explain`."""
    return (Rule(name, documentation) for name, documentation in SYNTAX_RULES.items())


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _relative(folder: str, path: str) -> str:
    from posixpath import normpath

    return normpath(f"{folder}/{path}" if folder else path)


_SAY_LANGUAGE = f"write `mlspec: {LANGUAGE}` at its top"
_SAID = {
    EntryKind.FOLDER: "a folder",
    EntryKind.MISSING: "not there",
    EntryKind.DANGLING: "a link that leads nowhere",
    EntryKind.OUTSIDE: "a link out of the repository",
    EntryKind.OTHER: "neither a file nor a folder",
    EntryKind.UNREADABLE: "in a folder that may not be searched",
}
