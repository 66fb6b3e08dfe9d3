"""The route of a value in the file that wrote it: within the words of an environment or variant, where it has these."""

from collections.abc import Iterable
from typing import Any

from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.driver.project import View
from mlspec.schema.place import place_of
from mlspec.source.route import Route
from mlspec.source.text import Place
from mlspec.vocabulary.record import evolve


def written_route(view: View, route: Route) -> Route:
    """Where in its file stands what a view has at a route."""
    places = view.layer.places
    place = place_of(places, route) if view.overlays else None
    inside = (one for one in view.overlays if place and one in places and _within(place, places[one].value))
    return (*next(inside, ()), *_shortened(route, view.layer.data))


def with_written_routes(view: View, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What was found in the sections of a view, with fixes at the routes of the file."""
    return tuple(_rerouted(view, found) if found.fixes else found for found in diagnostics)


def _rerouted(view: View, found: Diagnostic) -> Diagnostic:
    fixes = tuple(evolve(fix, route=written_route(view, fix.route)) for fix in found.fixes)
    return evolve(found, fixes=fixes)


def _shortened(route: Route, value: Any) -> Route:
    """The route of a text that stands for a whole map: `evaluate.gates[0]` where `gate` below it is not written out."""
    for length, step in enumerate(route):
        if isinstance(value, str):
            return route[:length]
        has = step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int)
        value = value[step] if has else None
    return route


def _within(place: Place, whole: Place) -> bool:
    return place.path == whole.path and whole.span.start <= place.span.start and place.span.end <= whole.span.end
