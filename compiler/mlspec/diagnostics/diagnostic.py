"""What mlspec tells the user about what he wrote: rule, place, message, help, fix."""

from mlspec.source.route import Route
from mlspec.source.text import Place
from mlspec.vocabulary.edit import Edit as Edit
from mlspec.vocabulary.record import record
from mlspec.vocabulary.severity import Severity


@record
class Rule:
    """One thing that can be wrong; its name is its code, its documentation what `mlspec explain` prints."""

    name: str
    documentation: str
    severity: Severity = Severity.ERROR


@record
class Label:
    """A place in the user's text and, in three words, what stands there; what `conceals` covers is never shown."""

    place: Place
    text: str = ""
    conceals: bool = False


@record
class Fix:
    """An edit of a file that would mend the fault; for a rename the value is the new key, for a removal nothing."""

    title: str
    path: str
    route: Route
    action: Edit
    value: object = None


@record
class Diagnostic:
    """One fault, shown where it stands; the first label is the place itself, the others explain."""

    rule: str
    severity: Severity
    message: str
    labels: tuple[Label, ...]
    help: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()


def diagnose(
    rule: Rule,
    message: str,
    *labels: Label,
    help: tuple[str, ...] | str = (),  # noqa: A002 - named like the field
    fixes: tuple[Fix, ...] = (),
) -> Diagnostic:
    """A diagnostic of a rule; without labels it is about the repository as a whole."""
    advice = (help,) if isinstance(help, str) else help
    return Diagnostic(rule.name, rule.severity, message, labels, advice, fixes)


def is_error(diagnostic: Diagnostic) -> bool:
    """Whether this one stops the compile."""
    return diagnostic.severity is Severity.ERROR
