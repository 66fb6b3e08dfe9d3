"""Diagnostics as nested tuples of plain values and back, for a cache."""

from typing import Any, TypeAlias

from mlspec.diagnostics.diagnostic import Diagnostic, Fix, Label
from mlspec.source.text import Place, Span
from mlspec.vocabulary.edit import Edit
from mlspec.vocabulary.severity import Severity

Plain: TypeAlias = tuple[Any, ...]


def diagnostic_to_plain(diagnostic: Diagnostic) -> Plain:
    """A diagnostic as nested tuples; the values of its fixes are as they are."""
    return (
        diagnostic.rule,
        diagnostic.severity.value,
        diagnostic.message,
        tuple(map(_label_to_plain, diagnostic.labels)),
        diagnostic.help,
        tuple((fix.title, fix.path, fix.route, fix.action.value, fix.value) for fix in diagnostic.fixes),
    )


def diagnostic_from_plain(plain: Plain) -> Diagnostic:
    """The diagnostic that was turned into these tuples."""
    rule, severity, message, labels, advice, fixes = plain
    return Diagnostic(
        rule,
        Severity(severity),
        message,
        tuple(Label(Place(path, Span(start, end)), text, conceals) for path, start, end, text, conceals in labels),
        advice,
        tuple(Fix(title, path, route, Edit(action), value) for title, path, route, action, value in fixes),
    )


def _label_to_plain(label: Label) -> Plain:
    span = label.place.span
    return (label.place.path, span.start, span.end, label.text, label.conceals)
