"""The top-level sections of a text, told by its first column alone: one broken section does not hide the others."""

import re
from itertools import islice, pairwise

from mlspec.source.text import Span
from mlspec.vocabulary.record import record

_MOST_SECTIONS = 200


@record
class Section:
    """A top-level key and all lines up to the next one."""

    name: str
    span: Span


def cut_sections(text: str) -> tuple[Section, ...]:
    """The sections in the order of the text; what stands before the first one belongs to none, a crowd to the last."""
    starts = [match.start() for match in islice(_SECTION_START.finditer(text), _MOST_SECTIONS)]
    spans = (Span(start, end) for start, end in pairwise([*starts, len(text)]))
    return tuple(Section(_name(text[span.start : span.end]), span) for span in spans)


def section_at(sections: tuple[Section, ...], offset: int) -> Section | None:
    """The section that holds an offset; the end of the text belongs to the last one."""
    found = None
    for section in sections:
        if section.span.start > offset:
            break
        found = section
    return found


def blank_out(text: str, *spans: Span) -> str:
    """The text with only blanks and line ends in the spans, so that all other offsets stay true."""
    pieces, done = list[str](), 0
    for start, end in sorted((span.start, span.end) for span in spans):
        pieces += (text[done:start], _INK.sub(" ", text[max(start, done) : end]))
        done = max(done, end)
    return "".join([*pieces, text[done:]])


def starts_section(text: str, start: int, end: int) -> bool:
    """Whether a section starts within the stretch."""
    return _SECTION_START.search(text, start, end) is not None


def _name(section: str) -> str:
    """The key, or what looks most like one."""
    match = _KEY.match(section) or _WORD.match(section)
    return match[match.lastindex or 0].strip()[:80] if match else ""


# A closing bracket, a list item, a comment or a mark of git in the first column starts no section.
_SECTION_START = re.compile(r"^(?![<>=|]{7}(?: |\r?$))[^\s#\-\]\},%]", re.MULTILINE)
_KEY = re.compile(r"""(?:"([^"\n]+)"|'([^'\n]+)'|([^\s:#"'][^:#\n]*?))[ \t]*:(?=\s|$)""")
_WORD = re.compile(r"[^\s:]+")
_INK = re.compile(r"[^\n]")
