"""The lock of a project: what it was compiled from, and the digests of the files that were written.

JSON with sorted keys and one entry a line, so that git merges what two branches changed in different entries. The
digests of the files tell generated text from hand edits, the parts and facets are what a plan compares.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from json.encoder import encode_basestring_ascii as quote
from operator import attrgetter
from typing import Any

from mlspec.ir.facet import Facet
from mlspec.ir.fingerprint import Fingerprint, Part
from mlspec.output.enclosure import is_inner
from mlspec.vocabulary.effect import Effect
from mlspec.vocabulary.record import evolve, record
from mlspec.vocabulary.role import Role

NAME = "mlspec.lock"


@record
class Lock:
    """Version of mlspec, number of the language, files with their digests, steps and facets; sorted."""

    mlspec: str
    language: int
    files: tuple[tuple[str, str], ...] = ()
    steps: tuple[Fingerprint, ...] = ()
    facets: tuple[Facet, ...] = ()


@record
class Damaged:
    """A lock that does not read, and why.

    The files are those that can still be seen; where they are complete, those of both sides of a merge.
    """

    reason: str
    files: tuple[tuple[str, str], ...] = ()
    is_complete: bool = False


def lock_path(folder: str) -> str:
    """Where the lock of an output folder stands."""
    return f"{folder}/{NAME}"


def digest_bytes(content: bytes) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return sha256(content).hexdigest()


def digest_files(files: Iterable[tuple[str, bytes]]) -> tuple[tuple[str, str], ...]:
    """What a lock says of files: each path with the digest of its content, sorted."""
    return tuple(sorted((path, digest_bytes(content)) for path, content in files))


def format_lock(lock: Lock) -> str:
    """The text of a lock; equal locks have equal bytes."""
    sections = (
        ("facets", "[]", _facet_lines(lock.facets)),
        ("files", "{}", (f"{quote(path)}: {quote(digest)}" for path, digest in sorted(lock.files))),
        ("language", "", str(lock.language)),
        ("mlspec", "", quote(lock.mlspec)),
        ("notes", "[]", _note_lines(lock.steps)),
        ("parts", "[]", _part_lines(lock.steps)),
        ("steps", "[]", (f"[{quote(step.step)}, {quote(step.digest)}]" for step in sorted(lock.steps, key=_name))),
    )
    return "{\n" + ",\n".join(_section(*section) for section in sections) + "\n}\n"


def parse_lock(text: str) -> Lock | Damaged:
    """The lock that a text spells; unknown entries are passed over, for a newer mlspec may know them."""
    if has_conflict(text):
        return Damaged("it holds the marks of a merge conflict", _salvage(text), is_complete=True)
    try:
        return _lock_from(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Damaged("it is not what mlspec writes", _salvage(text))


def with_files(text: str, files: tuple[tuple[str, str], ...]) -> str:
    """The text of a lock that `format_lock` gave, with other files in it."""
    return format_lock(evolve(_lock_from(json.loads(text)), files=files))


def has_conflict(text: str) -> bool:
    """Whether git left the marks of a conflict in the text: opening, middle and closing line in this order."""
    return "<<<<<<< " in text and _CONFLICT.search(text) is not None


def _section(name: str, brackets: str, entries: Iterable[str] | str) -> str:
    if isinstance(entries, str):
        return f'  "{name}": {entries}'
    lines = ",\n    ".join(entries)
    return f'  "{name}": {brackets[0]}\n    {lines}\n  {brackets[1]}' if lines else f'  "{name}": {brackets}'


def _facet_lines(facets: tuple[Facet, ...]) -> Iterator[str]:
    for facet in sorted(facets, key=lambda facet: [str(part) for part in facet.route]):
        route = ", ".join(quote(part) if isinstance(part, str) else str(part) for part in facet.route)
        yield f"[[{route}], {quote(facet.value)}, [{_spell_effects(facet.effects)}]]"


@cache
def _spell_effects(effects: tuple[tuple[Role, Effect], ...]) -> str:
    """A language has few sets of effects, and a spec hundreds of facets."""
    return ", ".join(f"[{quote(role.value)}, {quote(effect.value)}]" for role, effect in effects)


def _note_lines(steps: tuple[Fingerprint, ...]) -> Iterator[str]:
    for step in sorted(steps, key=_name):
        yield from (f"[{quote(step.step)}, {quote(note)}]" for note in step.notes)


def _part_lines(steps: tuple[Fingerprint, ...]) -> Iterator[str]:
    """A part that steps share, such as a pinned requirement, is told once with their names: it changes in one line."""
    owners: dict[tuple[str, str, str], list[str]] = {}
    for step in sorted(steps, key=_name):
        for part in map(_PART, step.parts):
            owners.setdefault(part, []).append(step.step)
    for part in sorted(owners):
        yield f"[{', '.join(map(quote, part))}, [{', '.join(map(quote, owners[part]))}]]"


def _name(step: Fingerprint) -> str:
    return step.step


def _lock_from(table: Any) -> Lock:
    files = tuple((_text(path), _text(digest)) for path, digest in table["files"].items())
    if not all(is_inner(path) for path, _ in files):
        raise ValueError("a path leads out of the repository")
    parts: dict[str, list[Part]] = {}
    for kind, name, value, owners in table.get("parts", ()):
        part = Part(_text(kind), _text(name), _text(value))
        for owner in owners:
            parts.setdefault(owner, []).append(part)
    notes: dict[str, list[str]] = {}
    for step, note in table.get("notes", ()):
        notes.setdefault(step, []).append(_text(note))
    steps = tuple(
        Fingerprint(_text(step), _text(digest), tuple(parts.get(step, ())), tuple(notes.get(step, ())))
        for step, digest in table.get("steps", ())
    )
    facets = tuple(_facet_from(*entry) for entry in table.get("facets", ()))
    return Lock(_text(table["mlspec"]), int(table["language"]), files, steps, facets)


def _facet_from(route: list[str | int], value: str, effects: list[list[str]]) -> Facet:
    """A facet; roles and effects that this version does not know are left out."""
    known = tuple((_ROLES[role], _EFFECTS[effect]) for role, effect in effects if role in _ROLES and effect in _EFFECTS)
    return Facet(tuple(part if isinstance(part, int) else _text(part) for part in route), _text(value), known)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _salvage(text: str) -> tuple[tuple[str, str], ...]:
    pairs = ((json.loads(path), digest) for path, digest in _FILE_LINE.findall(text))
    return tuple(sorted({(path, digest) for path, digest in pairs if is_inner(path)}))


_PART = attrgetter("kind", "name", "value")  # plain tuples, since records are slow to sort
_ROLES = {role.value: role for role in Role}
_EFFECTS = {effect.value: effect for effect in Effect}
_CONFLICT = re.compile(r"^<{7} .*?^={7}\r?$.*?^>{7} ", re.MULTILINE | re.DOTALL)
_FILE_LINE = re.compile(
    r'^\s*("(?:[^"\\\x00-\x1f]|\\["\\bfnrt]|\\u[0-9a-f]{4})*"): "([0-9a-f]{64})",?\s*$', re.MULTILINE
)
