"""Diagnostics as GitHub workflow commands, which show them beside the lines of a pull request."""

from collections.abc import Iterable, Iterator, Mapping

from mlspec.diagnostics.arrangement import arrange, place_of
from mlspec.diagnostics.concealment import conceal
from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.diagnostics.location import Region, locate
from mlspec.diagnostics.visible_text import visible
from mlspec.source.text import Place, SourceText
from mlspec.vocabulary.severity import Severity


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, SourceText]) -> str:
    """One command a diagnostic, each on a line; empty where there is nothing to tell."""
    diagnostics, sources = conceal(diagnostics, sources)
    return "".join(f"{_command(diagnostic, sources)}\n" for diagnostic in arrange(diagnostics))


def _command(diagnostic: Diagnostic, sources: Mapping[str, SourceText]) -> str:
    place = place_of(diagnostic)
    region = locate(place, sources) if place else None
    properties = [("title", f"mlspec: {diagnostic.rule}")]
    if place:
        properties.append(("file", place.path))
    if region:
        properties.extend(_lines_and_columns(region))
    listed = ",".join(f"{name}={escape_property(value)}" for name, value in properties)
    text = "\n".join(map(visible, (_where(place, region) + diagnostic.message, *_explanation(diagnostic))))
    return f"::{_COMMANDS[diagnostic.severity]} {listed}::{escape(text)}"


def _where(place: Place | None, region: Region | None) -> str:
    """The log shows the message alone, so that says the place once more."""
    if place is None:
        return ""
    return f"{place.path}:{region.start.line}:{region.start.column}: " if region else f"{place.path}: "


def _lines_and_columns(region: Region) -> Iterator[tuple[str, str]]:
    yield "line", str(region.start.line)
    yield "endLine", str(region.end.line)
    if region.start.line == region.end.line:  # GitHub takes columns within one line only
        yield "col", str(region.start.column)
        yield "endColumn", str(region.end.column)


def _explanation(diagnostic: Diagnostic) -> Iterator[str]:
    if diagnostic.labels and diagnostic.labels[0].text:
        yield diagnostic.labels[0].text
    for text in diagnostic.help:
        yield from f"help: {text}".split("\n")


def escape(text: str) -> str:
    """The text of a command, in which a line break would end it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """The value of a property of a command."""
    return escape(visible(text)).replace(":", "%3A").replace(",", "%2C")


_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
