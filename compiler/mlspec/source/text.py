"""The text of one file, and where in it a value stands."""

from bisect import bisect_right

from mlspec.vocabulary.record import record


@record
class Span:
    """A stretch of a text, in characters from its start; the end is not part of it."""

    start: int
    end: int


@record
class Place:
    """A stretch of one file; the path is relative to the repository, with forward slashes."""

    path: str
    span: Span


@record
class Position:
    """A line and a column, both counted from one."""

    line: int
    column: int


class SourceText:
    r"""A file's text without its byte order mark, cut into lines at `\n` only, as editors and git do."""

    def __init__(self, path: str, content: str) -> None:
        """Keep the text; lines are found when they are first asked for."""
        self.path = path
        self.content = content
        self._starts: list[int] | None = None

    def position(self, offset: int) -> Position:
        """Line and column of an offset; one past the end is the place after the last character."""
        starts = self._line_starts()
        within = min(max(offset, 0), len(self.content))
        line = bisect_right(starts, within)
        return Position(line, within - starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of a line without its end; empty past the last one."""
        starts = self._line_starts()
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.content)
        return self.content[starts[number - 1] : end].removesuffix("\n").removesuffix("\r")

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            starts = [0]
            found = self.content.find("\n")
            while found >= 0:
                starts.append(found + 1)
                found = self.content.find("\n", found + 1)
            self._starts = starts
        return self._starts
