"""The order in which diagnostics are shown, and one fault seen from several specs told once."""

from collections.abc import Iterable
from typing import TypeVar

from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.source.text import Place
from mlspec.vocabulary.record import evolve
from mlspec.vocabulary.severity import Severity

T = TypeVar("T")


def arrange(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Those about the repository first, then by path, place, severity, rule and message; equal faults become one."""
    first: dict[tuple[object, ...], Diagnostic] = {}
    for diagnostic in diagnostics:
        key = (diagnostic.rule, diagnostic.severity, diagnostic.message, place_of(diagnostic))
        seen = first.get(key)
        first[key] = diagnostic if seen is None else _merge(seen, diagnostic)
    return tuple(sorted(first.values(), key=_order))


def place_of(diagnostic: Diagnostic) -> Place | None:
    """Where to look first."""
    return diagnostic.labels[0].place if diagnostic.labels else None


def count_severities(diagnostics: Iterable[Diagnostic]) -> dict[Severity, int]:
    """How many there are of each severity, the worst first."""
    counts = dict.fromkeys(Severity, 0)
    for diagnostic in diagnostics:
        counts[diagnostic.severity] += 1
    return counts


def _merge(seen: Diagnostic, again: Diagnostic) -> Diagnostic:
    """One fault of a base that two specs share may be explained by places in both."""
    if seen == again:
        return seen
    return evolve(
        seen,
        labels=_join(seen.labels, again.labels),
        help=_join(seen.help, again.help),
        fixes=_join(seen.fixes, again.fixes),
    )


def _join(some: tuple[T, ...], others: tuple[T, ...]) -> tuple[T, ...]:
    return some + tuple(item for item in others if item not in some)


def _order(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    place = place_of(diagnostic)
    path, start = (place.path, place.span.start) if place else ("", 0)
    return (path, start, _RANKS[diagnostic.severity], diagnostic.rule, diagnostic.message)


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}
