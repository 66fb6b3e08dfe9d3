"""One line of the user's text as it can be drawn: tabs widened, control characters spelled out, long lines cut."""

from mlspec.diagnostics.visible_text import cells, spell
from mlspec.vocabulary.record import record

_TAB = "    "
_ELLIPSIS = "..."


@record
class Excerpt:
    """The text to draw, and in columns of the screen where the marked stretch begins and how wide it is."""

    text: str
    column: int
    width: int


def excerpt_line(line: str, start: int, end: int, limit: int) -> Excerpt:
    """Draw a line around the characters from `start` to `end`, in `limit` columns; an empty stretch is one wide."""
    if len(line) <= limit and line.isascii() and line.isprintable():
        return Excerpt(line, start, max(end - start, 1))
    start, end = min(start, len(line)), min(end, len(line))  # a place may lie between a line and its break
    # No more characters can be shown than there are columns, so a line of megabytes costs no more than a screen.
    low, high = max(0, start - limit), min(len(line), min(end, start + limit) + limit)
    glyphs = [_draw(character) for character in line[low:high]]
    widths = [cells(glyph) for glyph in glyphs]
    begin, stop = start - low, max(min(end, high) - low, start - low)
    first, last = 0, len(glyphs)
    if low > 0 or high < len(line) or sum(widths) > limit:
        first, last = _window(widths, begin, limit - 2 * len(_ELLIPSIS))
    before = _ELLIPSIS if low + first > 0 else ""
    after = _ELLIPSIS if low + last < len(line) else ""
    return Excerpt(
        before + "".join(glyphs[first:last]) + after,
        len(before) + sum(widths[first:begin]),
        max(sum(widths[begin : min(stop, last)]), 1),
    )


def _draw(character: str) -> str:
    if character == "\t":
        return _TAB
    return character if character.isprintable() else spell(character)


def _window(widths: list[int], begin: int, limit: int) -> tuple[int, int]:
    """A run of glyphs that fits: a third of the room before the mark, and all of it where the line ends early."""
    first = last = begin
    used = 0
    while first > 0 and used + widths[first - 1] <= limit // 3:
        first -= 1
        used += widths[first]
    while last < len(widths) and used + widths[last] <= limit:
        used += widths[last]
        last += 1
    while first > 0 and used + widths[first - 1] <= limit:
        first -= 1
        used += widths[first]
    return first, last
