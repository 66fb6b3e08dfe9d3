"""What a check has found: a message at a route; it becomes a line and a column only when it is drawn."""

from typing import TypeAlias

from mlspec.diagnostics.diagnostic import Fix
from mlspec.source.route import Route
from mlspec.source.text import Place
from mlspec.vocabulary.record import record


@record
class At:
    """A route of the spec, its key or its value, and what stands there.

    `word` is the part of the value that is meant, such as one metric of a gate or one name of a list. What `conceals`
    covers is never shown.
    """

    route: Route
    text: str = ""
    key: bool = False
    word: str = ""
    conceals: bool = False


@record
class AtPlace:
    """A place outside the spec, such as a line of the user's code, and what stands there."""

    place: Place
    text: str = ""


Where: TypeAlias = At | AtPlace


@record
class Finding:
    """One fault: the first place is where to look, the others explain; the files of fixes are found by their routes."""

    message: str
    places: tuple[Where, ...]
    help: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()
