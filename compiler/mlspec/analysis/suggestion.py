"""The name that was probably meant: a question for the user, what else is known, and the edit that answers it."""

from collections.abc import Iterable

from mlspec.diagnostics.diagnostic import Edit, Fix
from mlspec.schema.choices import listed
from mlspec.source.route import Route
from mlspec.source.spelling import nearest
from mlspec.vocabulary.record import record

_FEW = 12


@record
class Suggestion:
    """What a finding says to do; the file of a fix is found by its route when the finding is drawn."""

    help: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()


def suggest_value(word: str, known: Iterable[str], route: Route, written: str = "{}") -> Suggestion:
    """Another value at a route; `written` spells it around the name, as in `flights.model:{}`."""
    candidates = tuple(known)
    guess = nearest(word, candidates)
    return Suggestion(what_is_known(candidates)) if guess is None else suggest_instead(written.format(guess), route)


def suggest_instead(value: str, route: Route) -> Suggestion:
    """The one value that can be meant at a route."""
    return Suggestion((f"did you mean `{value}`?",), (Fix(f"write `{value}`", "", route, Edit.SET_VALUE, value),))


def suggest_key(word: str, known: Iterable[str], route: Route) -> Suggestion:
    """Another key in place of the one that a route ends in."""
    candidates = tuple(known)
    guess = nearest(word, candidates)
    if guess is None:
        return Suggestion(what_is_known(candidates))
    return Suggestion(
        (f"did you mean `{guess}`?",), (Fix(f"rename it to `{guess}`", "", route, Edit.RENAME_KEY, guess),)
    )


def what_is_known(candidates: tuple[str, ...]) -> tuple[str, ...]:
    """The names that could stand there, where they are few enough to be read."""
    return (f"known are {listed(sorted(candidates))}",) if 0 < len(candidates) <= _FEW else ()
