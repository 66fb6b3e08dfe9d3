"""One value of the spec, in a form that equal meanings share, and what a change of it does."""

from mlspec.source.route import Route
from mlspec.vocabulary.effect import Effect
from mlspec.vocabulary.record import record
from mlspec.vocabulary.role import Role


@record
class Facet:
    """A route, its canonical value as JSON text, and the effects that the field declares."""

    route: Route
    value: str
    effects: tuple[tuple[Role, Effect], ...]
