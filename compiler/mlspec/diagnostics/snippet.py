"""The lines of one file that the labels of a diagnostic point at, with the marks below them."""

from collections.abc import Iterator

from mlspec.diagnostics.diagnostic import Label
from mlspec.diagnostics.excerpt import excerpt_line
from mlspec.diagnostics.location import region_of
from mlspec.diagnostics.paint import Paint
from mlspec.diagnostics.visible_text import visible
from mlspec.source.text import Position, SourceText
from mlspec.vocabulary.record import record

LIMIT = 110  # columns of the user's text in a row; the margin comes before it
_LONGEST_BLOCK = 6  # lines of a stretch that are drawn; the middle of a longer one is left out
_HEAD = 3


@record
class Mark:
    """A label with its first and last place counted out; the style tells the place itself from what explains it."""

    label: Label
    first: Position
    last: Position
    sign: str
    style: str


@record
class Row:
    """A line of the drawing: with the number of the user's line, without one, or in the place of lines left out."""

    number: int | None
    body: str
    skips: bool = False


def mark_label(label: Label, source: SourceText, sign: str, style: str) -> Mark:
    """Count out a label."""
    region = region_of(label.place.span, source)
    return Mark(label, region.start, region.end, sign, style)


def draw_snippet(source: SourceText, marks: tuple[Mark, ...], paint: Paint) -> Iterator[Row]:
    """The rows, in the order of the file."""
    before = 0
    for group in _group(marks):
        first = group[0].first.line
        if before and first > before + 1:
            yield Row(None, "", skips=True)
        yield from _draw_lines(source, group, paint) if len(group) > 1 else _draw_one(source, group[0], paint)
        before = group[-1].last.line


def _group(marks: tuple[Mark, ...]) -> list[list[Mark]]:
    """Marks within the same line come together, the place itself first; a stretch of several lines stands alone."""
    groups: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: (mark.first.line, mark.last.line)):
        within = mark.first.line == mark.last.line
        if within and groups and groups[-1][0].first.line == groups[-1][0].last.line == mark.first.line:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def _draw_one(source: SourceText, mark: Mark, paint: Paint) -> Iterator[Row]:
    if mark.first.line == mark.last.line:
        return _draw_lines(source, [mark], paint)
    return _draw_block(source, mark, paint)


def _draw_lines(source: SourceText, marks: list[Mark], paint: Paint) -> Iterator[Row]:
    """One line of the user's, below it a row for each mark; the line again where another part has to be seen."""
    shown = None
    for mark in marks:
        line = source.line(mark.first.line)
        excerpt = excerpt_line(line, mark.first.column - 1, mark.last.column - 1, LIMIT)
        if excerpt.text != shown:
            yield Row(mark.first.line, f" {excerpt.text}")
            shown = excerpt.text
        sign = paint(mark.sign * excerpt.width, mark.style)
        yield Row(None, f" {' ' * excerpt.column}{sign}{_note(mark, paint)}")


def _draw_block(source: SourceText, mark: Mark, paint: Paint) -> Iterator[Row]:
    """A stretch of several lines, with a bar at its left from its first line to its last."""
    first, last = mark.first.line, mark.last.line
    bar = paint("|", mark.style)
    opening = source.line(first)
    blank = not opening[: mark.first.column - 1].strip()
    excerpt = excerpt_line(opening, mark.first.column - 1, len(opening), LIMIT)
    yield Row(first, f" {paint('/', mark.style) if blank else ' '} {excerpt.text}")
    if not blank:
        yield Row(None, f"  {paint('_' * (excerpt.column + 1) + mark.sign, mark.style)}")
    for number in range(first + 1, last):
        if last - first < _LONGEST_BLOCK or number < first + _HEAD:
            yield Row(number, f" {bar} {excerpt_line(source.line(number), 0, 0, LIMIT).text}")
        elif number == first + _HEAD:
            yield Row(None, f" {bar}", skips=True)
    closing = excerpt_line(source.line(last), max(mark.last.column - 2, 0), mark.last.column - 1, LIMIT)
    yield Row(last, f" {bar} {closing.text}")
    foot = paint("|" + "_" * (closing.column + closing.width) + mark.sign, mark.style)
    yield Row(None, f" {foot}{_note(mark, paint)}")


def _note(mark: Mark, paint: Paint) -> str:
    return " " + paint(visible(mark.label.text), mark.style) if mark.label.text else ""
