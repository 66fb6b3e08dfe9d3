"""Diagnostics as JSON, in the form that `report.schema.json` beside this file publishes.

`version` counts up when a reader of the form before would no longer understand it; fields may be added without that.
"""

import json
import math
from collections.abc import Iterable, Mapping

from mlspec.diagnostics.arrangement import arrange, count_severities, place_of
from mlspec.diagnostics.concealment import conceal
from mlspec.diagnostics.diagnostic import Diagnostic, Fix, Label
from mlspec.diagnostics.location import locate
from mlspec.diagnostics.visible_text import visible
from mlspec.source.text import Place, SourceText
from mlspec.vocabulary.severity import Severity

VERSION = 1


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, SourceText]) -> str:
    """One object, in ASCII, with a line break at its end."""
    diagnostics, sources = conceal(diagnostics, sources)
    arranged = arrange(diagnostics)
    counts = count_severities(arranged)
    report = {
        "version": VERSION,
        "summary": {f"{severity.value}s": counts[severity] for severity in Severity},
        "diagnostics": [_diagnostic(diagnostic, sources) for diagnostic in arranged],
    }
    return json.dumps(report, indent=2, allow_nan=False) + "\n"


def _diagnostic(diagnostic: Diagnostic, sources: Mapping[str, SourceText]) -> dict[str, object]:
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.value,
        "message": visible(diagnostic.message),
        **_place(place_of(diagnostic), sources),
        "labels": [_label(label, sources) for label in diagnostic.labels],
        "help": list(map(_lines, diagnostic.help)),
        "fixes": list(map(_fix, diagnostic.fixes)),
    }


def _place(place: Place | None, sources: Mapping[str, SourceText]) -> dict[str, object]:
    region = locate(place, sources) if place else None
    return {
        "path": place.path if place else None,
        "line": region.start.line if region else None,
        "column": region.start.column if region else None,
        "end_line": region.end.line if region else None,
        "end_column": region.end.column if region else None,
    }


def _label(label: Label, sources: Mapping[str, SourceText]) -> dict[str, object]:
    return {**_place(label.place, sources), "text": visible(label.text)}


def _lines(text: str) -> str:
    return "\n".join(map(visible, text.split("\n")))


def _fix(fix: Fix) -> dict[str, object]:
    return {
        "title": visible(fix.title),
        "path": fix.path,
        "route": list(fix.route),
        "action": fix.action.value,
        "value": _plain(fix.value),
    }


def _plain(value: object) -> object:
    """The value in the types that JSON has; what it cannot say is told as text."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else str(value)
        case list() | tuple():
            return list(map(_plain, value))
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case _:
            return str(value)
