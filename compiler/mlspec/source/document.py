"""A YAML 1.2 file as plain data, with the place of every key and value, and whatever is wrong with its text.

A text without faults is read by two short functions that note no places: nobody asks for them unless something later is
wrong, and then the text is read once more. Anything unusual goes to `DocumentReader`, which notes and explains all.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from yaml import events
from yaml._yaml import CParser
from yaml.error import YAMLError

from mlspec.source.bounds import DEEPEST, LARGEST, MOST_NODES
from mlspec.source.fault import SYNTAX_RULES, SyntaxFault
from mlspec.source.places import LazyPlaces, NodePlace, Places, find_place
from mlspec.source.scalar import NumberRangeError, PlainScalars, SourceFloat, SourceInt
from mlspec.source.text import Place, SourceText, Span
from mlspec.vocabulary.record import record

__all__ = [
    "LARGEST",
    "SYNTAX_RULES",
    "Document",
    "NodePlace",
    "Places",
    "SourceFloat",
    "SourceInt",
    "SyntaxFault",
    "decode_text",
    "find_place",
    "read_document",
]

_SHORT = MOST_NODES  # no text of n characters has more than n values


@record
class Document:
    """A file's text and what it says; `broken` names the top-level keys whose text could not be read."""

    text: SourceText
    data: dict[str, object]
    places: Places
    broken: tuple[str, ...] = ()


def read_document(path: str, content: bytes) -> tuple[Document | None, tuple[SyntaxFault, ...]]:
    """Read a file's bytes; never raises, and gives as much of the document as can be read beside its faults."""
    if len(content) > LARGEST:
        message = f"the file has {len(content):,} bytes, and {LARGEST:,} are the most"
        return None, (_whole_file(path, "too-large", message, "put data into files of their own"),)
    try:
        text = SourceText(path, content.decode("utf-8").removeprefix(_MARK))
    except UnicodeDecodeError as error:
        return None, (_not_utf_8(path, content, error),)
    data = _read_simple(text.content)
    if data is not None:
        return Document(text, data, LazyPlaces(partial(_read_places, path, text.content))), ()
    from mlspec.source.recovery import (
        recover_document,
    )  # most runs meet no fault, and its patterns take long to compile

    found = recover_document(text, _SCALARS)
    if found.data is None:
        return None, found.faults
    return Document(text, found.data, found.places, found.broken), found.faults


def decode_text(path: str, content: bytes) -> SourceText:
    """The text that places of faults refer to, also of a file that is not UTF-8 or too large to be read."""
    return SourceText(path, content.decode("utf-8", errors="replace").removeprefix(_MARK))


_MARK = "\ufeff"


def _whole_file(path: str, rule: str, message: str, advice: str) -> SyntaxFault:
    return SyntaxFault(message, Place(path, Span(0, 0)), (advice,), rule)


def _not_utf_8(path: str, content: bytes, error: UnicodeDecodeError) -> SyntaxFault:
    before = content[: error.start].decode("utf-8").removeprefix(_MARK)
    place = Place(path, Span(len(before), len(before) + 1))
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return SyntaxFault("the file is UTF-16, not UTF-8", place, ("save it as UTF-8",), "not-utf-8", "a UTF-16 mark")
    message = f"the byte 0x{content[error.start]:02X} is not UTF-8"
    return SyntaxFault(message, place, ("save the file as UTF-8",), "not-utf-8", "not UTF-8")


class _UnusualError(Exception):
    """Something that the short way does not read."""


def _read_simple(text: str) -> dict[str, object] | None:
    """The data of a text that is without fault, anchor, tag or escape; None for any other."""
    signs = _UNUSUAL if text.isascii() else _UNUSUAL + _UNUSUAL_LETTERS
    if len(text) > _SHORT or any(sign in text for sign in signs) or text.startswith("%"):
        return None
    next_event = CParser(text).get_event
    try:
        next_event()
        if type(next_event()) is not _DOCUMENT_START or type(next_event()) is not _MAP_START:
            return None
        data = _read_map(next_event, DEEPEST)
        next_event()
        return data if type(next_event()) is events.StreamEndEvent else None
    except (YAMLError, _UnusualError, NumberRangeError):
        return None


_UNUSUAL = ("!", "&", "\\", "<<", "\n%")
_UNUSUAL_LETTERS = ("\x85", "\u2028", "\u2029", _MARK)
_SCALARS = PlainScalars()
_DOCUMENT_START = events.DocumentStartEvent
_SCALAR = events.ScalarEvent
_MAP_START = events.MappingStartEvent
_MAP_END = events.MappingEndEvent
_LIST_START = events.SequenceStartEvent
_LIST_END = events.SequenceEndEvent


def _read_map(next_event: Callable[[], Any], levels: int, scalars: PlainScalars = _SCALARS) -> dict[str, object]:
    # This and the next function are most of what reading costs beside libyaml: nothing in them is asked twice.
    if not levels:
        raise _UnusualError
    box: dict[str, object] = {}
    while True:
        event = next_event()
        if type(event) is not _SCALAR:
            if type(event) is _MAP_END:
                return box
            raise _UnusualError
        key = event.value if event.style else scalars[event.value]
        if key in box or type(key) is not str:
            raise _UnusualError
        event = next_event()
        kind = type(event)
        if kind is _SCALAR:
            box[key] = event.value if event.style else scalars[event.value]
        elif kind is _MAP_START:
            box[key] = _read_map(next_event, levels - 1)
        elif kind is _LIST_START:
            box[key] = _read_list(next_event, levels - 1)
        else:
            raise _UnusualError


def _read_list(next_event: Callable[[], Any], levels: int, scalars: PlainScalars = _SCALARS) -> list[object]:
    if not levels:
        raise _UnusualError
    box: list[object] = []
    while True:
        event = next_event()
        kind = type(event)
        if kind is _SCALAR:
            box.append(event.value if event.style else scalars[event.value])
        elif kind is _LIST_END:
            return box
        elif kind is _MAP_START:
            box.append(_read_map(next_event, levels - 1))
        elif kind is _LIST_START:
            box.append(_read_list(next_event, levels - 1))
        else:
            raise _UnusualError


def _read_places(path: str, text: str) -> Places:
    from mlspec.source.reader import DocumentReader

    reader = DocumentReader(path, text, _SCALARS)
    reader.read()
    return reader.places
