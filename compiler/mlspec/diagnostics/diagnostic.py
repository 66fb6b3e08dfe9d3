"""What mlspec tells the user about what he wrote: rule, place, message, help, fix."""

from mlspec.source.route import Route
from mlspec.source.text import Place
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
    """A place in the user's text and, in three words, what stands there."""

    place: Place
    text: str = ""


class Edit:
    """How a fix changes the value at a route."""

    SET_VALUE = "set value"
    RENAME_KEY = "rename key"
    REMOVE = "remove"


@record
class Fix:
    """An edit of the spec that would mend the fault."""

    title: str
    path: str
    route: Route
    action: str
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


def is_error(diagnostic: Diagnostic) -> bool:
    """Whether this one stops the compile."""
    return diagnostic.severity is Severity.ERROR
