"""What is no part of a document and would hide the rest of it: unprintable characters, directives, merge conflicts."""

import re
from itertools import islice

from mlspec.source.bounds import MOST_FAULTS
from mlspec.source.fault import SyntaxFault
from mlspec.source.printable import find_unprintable
from mlspec.source.section import Section, blank_out, starts_section
from mlspec.source.text import Place, SourceText, Span

_MOST_CONFLICTS = 20


def remove_foreign(text: SourceText, sections: tuple[Section, ...]) -> tuple[str, list[Section], list[SyntaxFault]]:
    """The text with blanks in its place, the sections that are left out for it, and the faults."""
    content = text.content
    hidden = find_unprintable(content)
    offsets = (offset for offset, letter in enumerate(content) if letter in hidden) if hidden else iter(())
    conflicts = [_conflict_span(content, match) for match in islice(_OURS.finditer(content), _MOST_CONFLICTS)]
    broken = [section for section in sections if any(_touches(content, section, span) for span in conflicts)]
    faults = [
        *(_unprintable(text, offset) for offset in islice(offsets, MOST_FAULTS)),
        *(_directive(text, match) for match in islice(_DIRECTIVE.finditer(content), MOST_FAULTS)),
        *(_conflict(text, span) for span in conflicts),
    ]
    content = content.translate(dict.fromkeys(map(ord, hidden), " "))
    content = _DIRECTIVE.sub(lambda match: " " * len(match[0]), content)
    return blank_out(content, *conflicts, *(section.span for section in broken)), broken, faults


def _conflict_span(content: str, ours: re.Match[str]) -> Span:
    theirs = _THEIRS.search(content, ours.end())
    return Span(ours.start(), theirs.end() if theirs else ours.end())


def _touches(content: str, section: Section, conflict: Span) -> bool:
    """Whether a conflict changes a section: more than by its marks standing above the first or below the last line."""
    if section.span.start >= conflict.end or section.span.end <= conflict.start:
        return False
    if section.span.start >= conflict.start:
        return True
    first = content.find("\n", conflict.start) + 1
    return not starts_section(content, first, first + 1)


def _unprintable(text: SourceText, offset: int) -> SyntaxFault:
    message = f"the character U+{ord(text.content[offset]):04X} does not print"
    place = Place(text.path, Span(offset, offset + 1))
    return SyntaxFault(message, place, ("remove it",), "control-character", "invisible character")


def _directive(text: SourceText, match: re.Match[str]) -> SyntaxFault:
    place = Place(text.path, Span(*match.span()))
    return SyntaxFault("specs have no directives", place, ("remove the line",), "unsupported-yaml", "a directive")


def _conflict(text: SourceText, span: Span) -> SyntaxFault:
    start, path = span.start, text.path
    end = text.content.rfind("\n", start, span.end) + 1
    other = Place(path, Span(end, end + 7)) if end else None
    message, advice = "git left a merge conflict here", "choose a side, and remove the three marks"
    return SyntaxFault(
        message, Place(path, Span(start, start + 7)), (advice,), "merge-conflict", "starts here", other, "ends here"
    )


_OURS = re.compile(r"^<{7}(?: .*)?\r?$", re.MULTILINE)
_THEIRS = re.compile(r"^>{7}(?: .*)?\r?$", re.MULTILINE)
# `%YAML 1.2` alone says what is so anyway; hundreds of `%TAG` cost libyaml time with the square of their number.
_DIRECTIVE = re.compile(r"^%(?!YAML 1\.2\s*$).*$", re.MULTILINE)
