"""A fix as editors take it: a stretch of the file's text, and what takes its place."""

import json
import re

from mlspec.diagnostics.diagnostic import Edit, Fix
from mlspec.source.document import Document, read_document
from mlspec.source.places import NodePlace
from mlspec.source.text import SourceText, Span
from mlspec.vocabulary.record import record


@record
class Replacement:
    """What is deleted, and what is written instead."""

    span: Span
    text: str


def read_source(source: SourceText) -> Document | None:
    """The document of a text, for the fixes of its file."""
    return read_document(source.path, source.content.encode("utf-8", "surrogatepass"))[0]


def replacement_of(fix: Fix, document: Document) -> Replacement | None:
    """The text to replace; None where the route is not written, or aliases share it, or one stretch is not enough."""
    place = document.places.get(fix.route)
    content = document.text.content
    if place is None or _is_shared(fix, document):
        return None
    match fix.action:
        case Edit.RENAME_KEY:
            return Replacement(place.key.span, _spell(fix.value)) if place.key else None
        case Edit.SET_VALUE:
            return Replacement(_without_blanks(place.value.span, content), _spell(fix.value))
        case Edit.REMOVE:
            return _remove_lines(place, content)


def _is_shared(fix: Fix, document: Document) -> bool:
    """Whether an anchor or an alias stands on the way: an edit there would change another value too, or break it."""
    content = document.text.content
    ways = (document.places.get(fix.route[:length]) for length in range(1, len(fix.route) + 1))
    return any(way is None or content[way.value.span.start : way.value.span.start + 1] in "&*" for way in ways)


def _without_blanks(span: Span, content: str) -> Span:
    return Span(span.start, span.start + len(content[span.start : span.end].rstrip()))


def _remove_lines(place: NodePlace, content: str) -> Replacement | None:
    """A key and its value that have lines of their own; between brackets a comma would have to go too."""
    if place.key is None:
        return None
    start = content.rfind("\n", 0, place.key.span.start) + 1
    value = _without_blanks(place.value.span, content)
    end = content.find("\n", value.end) + 1 or len(content)
    rest = content[value.end : end].strip()
    if content[start : place.key.span.start].strip() or (rest and not rest.startswith("#")):
        return None
    return Replacement(Span(start, end), "")


def _spell(value: object) -> str:
    """A value on one line, in the flow style, which may stand anywhere; a plain word stays without quotes."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _TAKEN:
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


_PLAIN = re.compile(r"[A-Za-z_][\w./+@-]*(?: [\w./+@<>=*-]+)*", re.ASCII)
_TAKEN = frozenset("null true false yes no on off y n".split())
