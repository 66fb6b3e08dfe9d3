"""Diagnostics as people read them: the message, the user's own lines with marks below, and what to do."""

from collections.abc import Iterable, Iterator, Mapping

from mlspec.diagnostics.arrangement import arrange, count_severities
from mlspec.diagnostics.concealment import conceal
from mlspec.diagnostics.diagnostic import Diagnostic, Label
from mlspec.diagnostics.paint import BOLD, BY_SEVERITY, MARGIN, Paint, coloured, plain
from mlspec.diagnostics.snippet import Mark, Row, draw_snippet, mark_label
from mlspec.diagnostics.visible_text import visible
from mlspec.source.text import SourceText, Span


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, SourceText], color: bool = False) -> str:
    """The whole report with a last line that counts; empty where there is nothing to tell."""
    diagnostics, sources = conceal(diagnostics, sources)
    arranged = arrange(diagnostics)
    if not arranged:
        return ""
    paint = coloured if color else plain
    blocks = ["\n".join(line.rstrip() for line in _draw(item, sources, paint)) for item in arranged]
    return "\n\n".join([*blocks, _summary(arranged)]) + "\n"


def _draw(diagnostic: Diagnostic, sources: Mapping[str, SourceText], paint: Paint) -> Iterator[str]:
    style = BY_SEVERITY[diagnostic.severity]
    title = paint(f"{diagnostic.severity.value}[{visible(diagnostic.rule)}]", style)
    yield title + paint(f": {visible(diagnostic.message)}", BOLD)
    files = _marks_by_file(diagnostic, sources)
    width = max((len(str(mark.last.line)) for marks in files.values() for mark in marks), default=1)
    for path, marks in files.items():
        arrow = "-->" if path == diagnostic.labels[0].place.path else ":::"
        yield from _draw_file(path, arrow, marks, sources, width, paint)
    yield from _draw_notes(diagnostic, sources, width, paint)


def _marks_by_file(diagnostic: Diagnostic, sources: Mapping[str, SourceText]) -> dict[str, list[Mark]]:
    """The marks of each file that a label names; none for a file without a text at hand, or meant as a whole."""
    files: dict[str, list[Mark]] = {}
    for number, label in enumerate(diagnostic.labels):
        marks = files.setdefault(label.place.path, [])
        source = sources.get(label.place.path)
        if source is not None and (label.text or label.place.span != _WHOLE_FILE):
            sign, style = ("-", MARGIN) if number else ("^", BY_SEVERITY[diagnostic.severity])
            marks.append(mark_label(label, source, sign, style))
    return files


def _draw_file(
    path: str, arrow: str, marks: list[Mark], sources: Mapping[str, SourceText], width: int, paint: Paint
) -> Iterator[str]:
    head = f"{' ' * width}{paint(arrow, MARGIN)} {visible(path)}"
    if not marks:
        yield f"{head}:1:1" if path in sources else head
        return
    yield f"{head}:{marks[0].first.line}:{marks[0].first.column}"
    yield _margin(Row(None, ""), width, paint)
    for row in draw_snippet(sources[path], tuple(marks), paint):
        yield _margin(row, width, paint)


def _margin(row: Row, width: int, paint: Paint) -> str:
    if row.skips:
        return f"{paint('...', MARGIN)}{' ' * max(width - 1, 0) if row.body else ''}{row.body}"
    number = "" if row.number is None else str(row.number)
    return paint(f"{number:>{width}} |", MARGIN) + row.body


def _draw_notes(diagnostic: Diagnostic, sources: Mapping[str, SourceText], width: int, paint: Paint) -> Iterator[str]:
    pad = " " * (width + 1)
    for label in diagnostic.labels:
        if label.text and label.place.path not in sources:
            yield f"{pad}{paint('=', MARGIN)} {_place_note(label)}"
    fixes = () if diagnostic.help else tuple(fix.title for fix in diagnostic.fixes)
    for kind, texts in (("help", diagnostic.help), ("fix", fixes)):
        for text in texts:
            first, *others = text.split("\n")
            yield f"{pad}{paint('=', MARGIN)} {paint(f'{kind}:', BOLD)} {visible(first)}"
            yield from (f"{pad}  {' ' * len(kind)}  {visible(other)}" for other in others)


def _place_note(label: Label) -> str:
    return f"`{visible(label.place.path)}`: {visible(label.text)}"


def _summary(diagnostics: tuple[Diagnostic, ...]) -> str:
    counted = ((severity.value, count) for severity, count in count_severities(diagnostics).items() if count)
    return ", ".join(f"{count} {word}{'s' if count > 1 else ''}" for word, count in counted)


_WHOLE_FILE = Span(0, 0)
