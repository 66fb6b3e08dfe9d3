"""Reads any document event by event: its data, the place of every node, and every fault that leaves it readable.

The stack is this module's own and at most 64 high, so that no nesting can exhaust the process.
"""

import re
from collections.abc import Callable
from itertools import chain
from typing import Any

from yaml import events
from yaml._yaml import CParser
from yaml.error import MarkedYAMLError

from mlspec.source.bounds import DEEPEST, MOST_FAULTS, MOST_NODES
from mlspec.source.complaint import Scene, explain_complaint, quote_source
from mlspec.source.fault import SyntaxFault
from mlspec.source.places import NOWHERE, PlaceTable
from mlspec.source.printable import find_unprintable
from mlspec.source.scalar import NumberRangeError, PlainScalars
from mlspec.source.text import Place, Span


class BrokenTextError(Exception):
    """A text that cannot be read to its end, and the fault that ends it."""

    def __init__(self, fault: SyntaxFault, stop: int) -> None:
        """Carry the fault, and where reading stopped: often later than the fault stands."""
        super().__init__(fault.message)
        self.fault = fault
        self.stop = stop


class DocumentReader:
    """One reading of one text: afterwards `data` is the top map, or None where there is none."""

    def __init__(self, path: str, text: str, scalars: PlainScalars) -> None:
        """Prepare to read."""
        self.data: dict[str, object] | None = None
        self.places = PlaceTable(path)
        self.faults: list[SyntaxFault] = []
        self.is_empty = False
        self._path = path
        self._text = text
        self._scalars = scalars
        self._frames: list[_Frame] = []
        self._anchors: dict[str, _Anchor] = {}
        self._nodes = 0
        self._quoted: Any = None  # the last scalar in quotes
        self._shield = _shield_breaks(text)
        self._unshield = {masked: plain for plain, masked in self._shield.items()}

    def read(self) -> None:
        """Read to the end; raises BrokenTextError."""
        try:
            self._read(CParser(self._text.translate(self._shield) if self._shield else self._text).get_event)
        except MarkedYAMLError as error:
            opened = (frame.start for frame in self._frames if frame.is_flow)
            brackets = tuple(start for start in opened if self._text[start] in "[{")
            quoted = Span(*_span(self._quoted)) if self._quoted else None
            scene = Scene(self._path, self._text, brackets, quoted)
            stop = error.problem_mark.index if error.problem_mark else len(self._text)
            raise BrokenTextError(explain_complaint(error, scene), stop) from error

    def _read(self, next_event: Callable[[], Any]) -> None:
        next_event()  # the stream's start
        self.is_empty = type(next_event()) is events.StreamEndEvent
        if self.is_empty:
            self._end_empty()
            return
        first = next_event()
        if type(first) is not events.MappingStartEvent:
            if type(first) is events.ScalarEvent:
                next_event()  # a first line without its colon is a syntax error, which comes here
            self._refuse_top(first)
            return
        self.data = {}
        self._open(first, self.data)
        while self._frames:
            event = next_event()
            _READERS[type(event)](self, event)
        next_event()  # the document's end
        after = next_event()
        if type(after) is events.DocumentStartEvent:
            advice = "keep one document in the file, without lines of `---` between"
            self._fault("unsupported-yaml", "a second document starts here", _span(after), "a second document", advice)

    def _end_empty(self) -> None:
        self.data = {}
        self.places.add(NOWHERE, "", None, (0, 0))

    def _refuse_top(self, event: Any) -> None:
        self.is_empty = type(event) is events.ScalarEvent and not event.value and not event.style
        if self.is_empty:
            self._end_empty()
        else:
            found = "a list" if type(event) is events.SequenceStartEvent else "a bare value"
            start = event.start_mark.index
            message = f"the file holds {found} where keys are expected"
            self._fault("not-a-mapping", message, (start, start + 1), found, "start with `mlspec: 1` and a `name: `")

    def _scalar(self, event: Any) -> None:
        frame = self._frames[-1]
        if frame.wants_key:
            self._key(event, frame)
            return
        value = self._scalar_value(event)
        row = self._put(value, _span(event))
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchor(value, row, row + 1)

    def _key(self, event: Any, frame: "_Frame") -> None:
        """The first event of a pair; the value of a refused key goes nowhere."""
        frame.key_span = span = _span(event)
        name = self._scalar_value(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchor(name, NOWHERE, NOWHERE + 1)
        if name == "<<" and not event.style:
            advice = "repeat the keys, or share them between specs with `extends`"
            self._fault("unsupported-yaml", "specs have no merge keys", span, "a merge key", advice)
        elif not isinstance(name, str):
            message = f"the key {quote_source(event.value)} is no text" if event.value else "a key is missing"
            advice = f'write it in quotes, `"{event.value[:40]}":`' if event.value else "write a key before the colon"
            self._fault("unsupported-yaml", message, span, "not a text", advice)
        elif name in frame.rows:
            self._repeated_key(name, frame)
        else:
            frame.key = name

    def _repeated_key(self, name: str, frame: "_Frame") -> None:
        if len(self.faults) >= MOST_FAULTS:
            return
        place = Place(self._path, Span(*(frame.key_span or (0, 0))))
        message = f"the key {quote_source(name)} stands twice in one map"
        first = self.places.place(frame.rows[name]).key
        advice = ("remove one of the two, or rename it",)
        self._add_fault(SyntaxFault(message, place, advice, "duplicate-key", "the second one", first, "the first one"))

    def _scalar_value(self, event: Any) -> object:
        """What a scalar means; where it is at fault, its text."""
        text: str = event.value.translate(self._unshield) if self._unshield else event.value
        if event.style in _QUOTES:
            self._quoted = event
        if event.tag is not None:
            self._refuse_tag(event)
        if event.style or event.tag is not None:
            return text if text.isprintable() else self._printable(text, event)
        try:
            return self._scalars[text]
        except NumberRangeError as error:
            advice = "put an identifier in quotes, so that it is read as text"
            self._fault("number-out-of-range", str(error), _span(event), "out of range", advice)
            return text

    def _printable(self, text: str, event: Any) -> str:
        hidden = find_unprintable(text)
        if not hidden:
            return text
        message = f"the text holds U+{ord(hidden[0]):04X}, which does not print"
        self._fault("control-character", message, _span(event), "holds an escape", "remove the escape")
        return text.translate(dict.fromkeys(map(ord, hidden), "\ufffd"))

    def _refuse_tag(self, event: Any) -> None:
        found = _TAG.search(self._text, event.start_mark.index, max(event.end_mark.index, event.start_mark.index + 80))
        span = found.span() if found else _span(event)
        advice = "remove it, or put quotes around a text that begins with `!`"
        self._fault("unsupported-yaml", "specs have no tags", span, "a tag", advice)

    def _open_map(self, event: Any) -> None:
        self._open(event, {})

    def _open_list(self, event: Any) -> None:
        self._open(event, [])

    def _open(self, event: Any, box: dict[str, object] | list[object]) -> None:
        start, nodes = event.start_mark.index, self._nodes
        self._check_depth(len(self._frames) + 1, (start, start + 1))
        if event.tag is not None:
            self._refuse_tag(event)
        above = self._frames[-1] if self._frames else None
        if above is not None and above.wants_key:
            advice = "put quotes around a text that begins with a bracket or brace"
            self._fault("unsupported-yaml", "a map or list cannot be a key", (start, start + 1), "not a text", advice)
            above.key_span = (start, start + 1)
            row = self.places.add(NOWHERE, "", None, (start, start))
        elif above is not None:
            row = self._put(box, (start, start))
        else:
            row = self.places.add(NOWHERE, "", None, (start, start))
        frame = _Frame(box, row, start, event.flow_style, nodes)
        if event.anchor is not None:
            frame.anchor = self._anchors[event.anchor] = _Anchor(box, row, None)
        self._frames.append(frame)

    def _close(self, event: Any) -> None:
        frame = self._frames.pop()
        # libyaml ends a block where the next key starts; for a reader it ends with its last value.
        end = event.end_mark.index if frame.is_flow else frame.end
        self.places.value_spans[frame.row] = (frame.start, end)
        if self._frames:
            self._frames[-1].end = end
            self._frames[-1].height = max(self._frames[-1].height, frame.height + 1)
        if frame.anchor is not None:
            frame.anchor.end = len(self.places.value_spans)
            frame.anchor.nodes = self._nodes - frame.nodes_before
            frame.anchor.height = frame.height

    def _alias(self, event: Any) -> None:
        frame, span = self._frames[-1], _span(event)
        if frame.wants_key:
            frame.key_span = span
            advice = "write the key out"
            self._fault("unsupported-yaml", "an alias cannot be a key", span, "an alias", advice)
            return
        anchor = self._anchors.get(event.anchor)
        if anchor is None or anchor.end is None:
            self._put(None, span)
            self._refuse_alias(event.anchor, span, known=anchor is not None)
            return
        self._count(anchor.nodes - 1, span)
        self._check_depth(len(self._frames) + anchor.height, span)
        frame.height = max(frame.height, anchor.height + 1)
        row = self._put(anchor.value, span)
        if anchor.height:
            self.places.copies[row] = (anchor.row, anchor.end)

    def _refuse_alias(self, name: str, span: tuple[int, int], known: bool) -> None:
        if known:
            message = f"the alias `*{name[:40]}` stands within its own value"
            self._fault("recursive-alias", message, span, "would repeat itself", "write out the part that is meant")
        else:
            message, advice = (
                f"no anchor `&{name[:40]}` stands before it",
                "put quotes around a text that begins with `*`",
            )
            self._fault("unknown-anchor", message, span, "names nothing", advice)

    def _put(self, value: object, span: tuple[int, int]) -> int:
        """Add a value to the map or list that is being read; gives its row."""
        self._count(1, span)
        frame = self._frames[-1]
        box, name, key = frame.box, frame.key, frame.key_span
        frame.key, frame.key_span, frame.end = None, None, span[1]
        if isinstance(box, list):
            box.append(value)
            return self.places.add(frame.row, len(box) - 1, None, span)
        if name is None or key is None:
            return self.places.add(NOWHERE, "", None, span)
        box[name] = value
        frame.rows[name] = row = self.places.add(frame.row, name, key, span)
        return row

    def _count(self, nodes: int, span: tuple[int, int]) -> None:
        self._nodes += nodes
        if self._nodes > MOST_NODES:
            advice = ("put data into a file of its own",)
            message, place = f"the document has more than {MOST_NODES:,} values", Place(self._path, Span(*span))
            raise BrokenTextError(SyntaxFault(message, place, advice, "too-many-nodes", "one too many"), span[0])

    def _check_depth(self, depth: int, span: tuple[int, int]) -> None:
        if depth > DEEPEST:
            message, place = f"values are nested more than {DEEPEST} levels deep", Place(self._path, Span(*span))
            advice = ("is a bracket doubled?",)
            raise BrokenTextError(SyntaxFault(message, place, advice, "too-deep", "too deep"), span[0])

    def _fault(self, rule: str, message: str, span: tuple[int, int], label: str, advice: str) -> None:
        self._add_fault(SyntaxFault(message, Place(self._path, Span(*span)), (advice,), rule, label))

    def _add_fault(self, fault: SyntaxFault) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)


class _Frame:
    """A map or list that is being read."""

    __slots__ = ("anchor", "box", "end", "height", "is_flow", "key", "key_span", "nodes_before", "row", "rows", "start")

    def __init__(self, box: dict[str, object] | list[object], row: int, start: int, is_flow: bool, nodes: int) -> None:
        self.box = box
        self.row = row
        self.rows: dict[str, int] = {}  # of the keys read so far
        self.key: str | None = None  # of the value to come; None where the key was refused
        self.key_span: tuple[int, int] | None = None
        self.start = self.end = start
        self.is_flow = is_flow
        self.height = 1  # levels of maps and lists, this one included
        self.anchor: _Anchor | None = None
        self.nodes_before = nodes

    @property
    def wants_key(self) -> bool:
        return self.key_span is None and isinstance(self.box, dict)


class _Anchor:
    """A value with a name: its rows, how many values it holds and how many levels they make."""

    __slots__ = ("end", "height", "nodes", "row", "value")

    def __init__(self, value: object, row: int, end: int | None) -> None:
        self.value = value
        self.row = row
        self.end = end  # the row after the last one; None while it is being read
        self.nodes = 1
        self.height = 0


def _span(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


def _shield_breaks(text: str) -> dict[int, int]:
    """Stand-ins for what libyaml, but not YAML 1.2, takes for line ends: they would end comments and change values."""
    found = [ord(letter) for letter in "\x85\u2028\u2029" if letter in text]
    if not found:
        return {}
    used = set(map(ord, text))
    private = (code for code in chain(range(0xE000, 0xF900), range(0xF0000, 0xFFFFE)) if code not in used)
    return dict(zip(found, private, strict=False))


_QUOTES = ("'", '"')
_TAG = re.compile(r"![^\s,\[\]{}]*")
_READERS: dict[type, Callable[[DocumentReader, Any], None]] = {
    events.ScalarEvent: DocumentReader._scalar,
    events.MappingStartEvent: DocumentReader._open_map,
    events.SequenceStartEvent: DocumentReader._open_list,
    events.MappingEndEvent: DocumentReader._close,
    events.SequenceEndEvent: DocumentReader._close,
    events.AliasEvent: DocumentReader._alias,
}
