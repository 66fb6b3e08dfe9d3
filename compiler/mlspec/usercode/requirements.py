"""The libraries that the user's code runs with, as the files that a spec names pin them.

`requirements.txt` and files it includes, `pyproject.toml`, and the locks of uv, poetry, pdm, pipenv and PEP 751. Where
to fetch from and the hashes of what is fetched do not count: a version is the same from everywhere, and an index may
hold a password.
"""

import re
from collections.abc import Callable, Iterator
from posixpath import basename, dirname, join, normpath

from mlspec.source.text import Place, Span
from mlspec.source.tree import EntryKind, Tree, UnreadableError
from mlspec.usercode.requirement_line import Include, logical_lines, parse_line, pin_of
from mlspec.vocabulary.record import record


@record
class RequirementFault:
    """Something in a file of requirements that cannot be read, and where."""

    message: str
    place: Place


@record
class Requirements:
    """Normalised names with what is asked of each, such as `("numpy", "==2.4.6")`, sorted; the files; and faults."""

    pins: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    faults: tuple[RequirementFault, ...]


def read_requirements(tree: Tree, paths: tuple[str, ...]) -> Requirements:
    """The requirements in some files, includes followed; comments, blank lines, order and spelling do not count."""
    reader = _Reader(tree)
    for path in paths:
        reader.read(path, Place(path, Span(0, 0)))
    pins = tuple(sorted(reader.pins))
    return Requirements(pins, tuple(sorted(reader.files)), tuple(reader.faults))


class _Reader:
    """Reads each file once, whoever includes it."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.pins: set[tuple[str, str]] = set()
        self.files: set[str] = set()
        self.faults: list[RequirementFault] = []

    def read(self, path: str, named_at: Place) -> None:
        if path in self.files:
            return
        text = self._text(path, named_at)
        if text is None:
            return
        self.files.add(path)
        read = _FORMATS.get(basename(path).lower())
        if read is not None:
            self._structured(path, text, read)
        elif basename(path).endswith((".txt", ".in", ".pip")) or "." not in basename(path):
            self._lines(path, text)
        else:
            self._fault("it is not a file of requirements that mlspec can read", Place(path, Span(0, 0)))

    def _text(self, path: str, named_at: Place) -> str | None:
        kind = self.tree.kind(path)
        if kind is not EntryKind.FILE:
            self._fault(f"`{path}` is {'not there' if kind is EntryKind.MISSING else f'a {kind.value}'}", named_at)
            return None
        try:
            return self.tree.read(path).decode("utf-8-sig")
        except UnreadableError as error:
            self._fault(f"`{path}` cannot be read: {error}", named_at)
        except UnicodeDecodeError:
            self._fault(f"`{path}` is not text in UTF-8", named_at)
        return None

    def _lines(self, path: str, text: str) -> None:
        for start, line in logical_lines(text):
            place = Place(path, Span(start, start + len(line.split("\\\n", 1)[0].rstrip())))
            found = parse_line(line)
            if isinstance(found, Include):
                self._include(path, found.path, place)
            elif isinstance(found, str):
                self._fault(found, place)
            elif found is not None:
                self.pins.add(found)

    def _include(self, path: str, included: str, place: Place) -> None:
        target = normpath(join(dirname(path), included))
        if "://" in included:
            self._fault("it is fetched from elsewhere, which compiling never does", place)
        elif target.startswith(("../", "/")):
            self._fault("it leads out of the repository", place)
        else:
            self.read(target, place)

    def _structured(self, path: str, text: str, read: "_Format") -> None:
        try:
            for name, wanted in read(text):
                self.pins.add((name, wanted))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            self._fault(f"it cannot be read: {error}", Place(path, Span(0, 0)))

    def _fault(self, message: str, place: Place) -> None:
        self.faults.append(RequirementFault(message, place))


_Format = Callable[[str], Iterator[tuple[str, str]]]


def _pyproject(text: str) -> Iterator[tuple[str, str]]:
    """What the project itself needs; its extras and groups are for others."""
    import tomllib

    for line in tomllib.loads(text).get("project", {}).get("dependencies", ()):
        found = parse_line(line)
        if not isinstance(found, tuple):
            raise ValueError(f"`{line}` is not a requirement")
        yield found


def _toml_lock(text: str) -> Iterator[tuple[str, str]]:
    """`[[package]]` of uv, poetry and pdm, `[[packages]]` of PEP 751; one without a version is the project itself."""
    import tomllib

    tables = tomllib.loads(text)
    for package in (*tables.get("package", ()), *tables.get("packages", ())):
        if "version" in package and not _is_local(package.get("source")):
            yield pin_of(package["name"]), f"=={package['version']}"


def _is_local(source: object) -> bool:
    return isinstance(source, dict) and not {"virtual", "editable", "directory"}.isdisjoint(source)


def _pipfile_lock(text: str) -> Iterator[tuple[str, str]]:
    import json

    for name, package in json.loads(text)["default"].items():
        yield pin_of(name), re.sub(r"\s", "", str(package.get("version", package.get("ref", ""))))


_FORMATS: dict[str, _Format] = {
    "pdm.lock": _toml_lock,
    "pipfile.lock": _pipfile_lock,
    "poetry.lock": _toml_lock,
    "pylock.toml": _toml_lock,
    "pyproject.toml": _pyproject,
    "uv.lock": _toml_lock,
}
