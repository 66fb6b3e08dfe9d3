"""A label's place in lines and columns, for the forms that other programs read."""

from collections.abc import Mapping

from mlspec.source.text import Place, Position, SourceText, Span
from mlspec.vocabulary.record import record


@record
class Region:
    """First place and the place after the last character; columns count characters, as Unicode does."""

    start: Position
    end: Position


def locate(place: Place, sources: Mapping[str, SourceText]) -> Region | None:
    """The region of a place; None where the text of its file is not at hand."""
    source = sources.get(place.path)
    return None if source is None else region_of(place.span, source)


def region_of(span: Span, source: SourceText) -> Region:
    """The region of a stretch; line breaks at its end, as a mapping has, are no part of it."""
    content = source.content[span.start : span.end]
    shorter = content.rstrip()
    length = len(shorter) if "\n" in content[len(shorter) :] else len(content)
    return Region(source.position(span.start), source.position(span.start + length))
