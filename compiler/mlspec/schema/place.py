"""Where a diagnostic about a route points: at what is written there, or at the nearest thing above it that is."""

from mlspec.source.places import Places, find_place
from mlspec.source.route import Route
from mlspec.source.text import Place, Span


def place_of(places: Places, route: Route) -> Place:
    """The value at a route; for one that is not written, the key of its nearest written ancestor."""
    found = places.get(route)
    return found.value if found is not None else key_place_of(places, route)


def key_place_of(places: Places, route: Route) -> Place:
    """The key at a route, or the value of an item of a list; for one that is not written, of its nearest ancestor."""
    found = find_place(places, route)
    if found is None:
        return Place("", Span(0, 0))
    return found.key or found.value


def place_within(place: Place, text: str, offset: int, length: int) -> Place:
    """Some characters of a text that stands at a place; the whole place where escapes hide which ones."""
    written = place.span.end - place.span.start
    if written not in (len(text), len(text) + 2):
        return place
    start = place.span.start + offset + (written - len(text)) // 2
    return Place(place.path, Span(start, start + length))
