"""Running checks: each declares by the names of its parameters what it reads, and runs where all of that is valid.

A parameter may be a section (`data`, `train`, ...) or one of what `subjects` lists. A check whose parameter has the
default None also runs where that is absent; none runs on a section that is not valid, or where nothing that it reads
is there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from types import ModuleType

from mlspec.analysis.finding import At, Finding, Where
from mlspec.diagnostics.diagnostic import Diagnostic, Fix, Label
from mlspec.schema.validation import Invalid
from mlspec.source.route import Route
from mlspec.source.text import Place
from mlspec.vocabulary.record import evolve


def run_checks(
    checks: Iterable[ModuleType],
    subjects: Mapping[str, object],
    locate: Callable[[At], Place],
    written: Callable[[Route], Route],
    known: Mapping[str, object] | None = None,
) -> Iterator[Diagnostic]:
    """Run every check whose subjects are there; one that would only read what is `known` has seen that already.

    `locate` finds the place that is meant; `written` is the route in its file of what stands at a route, which in an
    environment may be that of an overlay.
    """
    for check in checks:
        arguments = _arguments(check.check, subjects)
        if arguments is None or (known and all(known.get(name) is given for name, given in arguments.items())):
            continue
        for finding in check.check(**arguments):
            yield _diagnostic(check, finding, locate, written)


def _arguments(check: Callable[..., Iterable[Finding]], subjects: Mapping[str, object]) -> dict[str, object] | None:
    needed, names = _parameters(check)
    arguments = {name: subjects.get(name) for name in names}
    if any(arguments[name] is None for name in needed) or any(isinstance(one, Invalid) for one in arguments.values()):
        return None
    return arguments if needed or any(subject is not None for subject in arguments.values()) else None


@cache
def _parameters(check: Callable[..., Iterable[Finding]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parameters without a default, and all."""
    code = check.__code__
    names = code.co_varnames[: code.co_argcount]
    return names[: len(names) - len(check.__defaults__ or ())], names


def _diagnostic(
    check: ModuleType, finding: Finding, locate: Callable[[At], Place], written: Callable[[Route], Route]
) -> Diagnostic:
    labels = tuple(_label(where, locate) for where in finding.places)
    fixes = tuple(_fix(fix, locate, written) for fix in finding.fixes)
    return Diagnostic(check.RULE.name, check.RULE.severity, finding.message, labels, finding.help, fixes)


def _label(where: Where, locate: Callable[[At], Place]) -> Label:
    if isinstance(where, At):
        return Label(locate(where), where.text, where.conceals)
    return Label(where.place, where.text)


def _fix(fix: Fix, locate: Callable[[At], Place], written: Callable[[Route], Route]) -> Fix:
    return evolve(fix, path=locate(At(fix.route)).path, route=written(fix.route))
