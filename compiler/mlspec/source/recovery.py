"""Reads a text with faults: after one that ends the reading, again without the section where it stands."""

from mlspec.source.bounds import MOST_FAULTS
from mlspec.source.fault import SyntaxFault
from mlspec.source.foreign_text import remove_foreign
from mlspec.source.places import Places
from mlspec.source.reader import BrokenTextError, DocumentReader
from mlspec.source.scalar import PlainScalars
from mlspec.source.section import Section, blank_out, cut_sections, section_at
from mlspec.source.text import Place, SourceText, Span
from mlspec.vocabulary.record import record

_MOST_ROUNDS = 20
_MOST_REREAD = 4 << 20  # characters


@record
class Recovered:
    """What could be read, if anything; the names of the sections that could not; all faults in their order."""

    data: dict[str, object] | None
    places: Places
    broken: tuple[str, ...]
    faults: tuple[SyntaxFault, ...]


def recover_document(text: SourceText, scalars: PlainScalars) -> Recovered:
    """Read whatever the text is."""
    sections = cut_sections(text.content)
    content, broken, faults = remove_foreign(text, sections)
    for _ in range(min(_MOST_ROUNDS, 1 + _MOST_REREAD // max(len(content), 1))):
        reader = DocumentReader(text.path, content, scalars)
        try:
            reader.read()
        except BrokenTextError as error:
            faults.append(error.fault)
            section = _blamed(sections, broken, error)
            if section is None:
                break
            broken.append(section)
            content = blank_out(content, section.span)
        else:
            return _recovered(text, reader, broken, faults)
    return Recovered(None, {}, (), _in_order(faults))


def _blamed(sections: tuple[Section, ...], broken: list[Section], error: BrokenTextError) -> Section | None:
    """The section to leave out: that of the fault, or, where it is left out already, that where the parser stopped."""
    for offset in (error.fault.place.span.start, error.stop):
        section = section_at(sections, offset)
        if section is not None and section not in broken:
            return section
    return None


def _recovered(text: SourceText, reader: DocumentReader, broken: list[Section], faults: list[SyntaxFault]) -> Recovered:
    if reader.is_empty and not faults:
        advice, place = ("start with `mlspec: 1` and a `name: `",), Place(text.path, Span(0, 0))
        empty = SyntaxFault("the file says nothing", place, advice, "empty-document")
        return Recovered(None, {}, (), (empty,))
    in_order = sorted(broken, key=lambda section: section.span.start)
    names = tuple(dict.fromkeys(section.name for section in in_order))
    own = [fault for fault in reader.faults if not _names_what_is_left_out(fault, text, broken)]
    return Recovered(reader.data, reader.places, names, _in_order([*faults, *own]))


def _names_what_is_left_out(fault: SyntaxFault, text: SourceText, broken: list[Section]) -> bool:
    """Whether an alias finds no anchor only because the section that has it could not be read."""
    if fault.rule != "unknown-anchor":
        return False
    anchor = "&" + text.content[fault.place.span.start + 1 : fault.place.span.end]
    return any(anchor in text.content[section.span.start : section.span.end].split() for section in broken)


def _in_order(faults: list[SyntaxFault]) -> tuple[SyntaxFault, ...]:
    return tuple(sorted(faults, key=lambda fault: fault.place.span.start)[:MOST_FAULTS])
