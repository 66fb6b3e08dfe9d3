"""Where the keys and values of a document stand: a compact table, read by route."""

from collections.abc import Callable, Iterator, Mapping

from mlspec.source.route import Route
from mlspec.source.text import Place, Span
from mlspec.vocabulary.record import record


@record
class NodePlace:
    """Where a value stands, and the key before it; an item of a list and the document itself have no key."""

    key: Place | None
    value: Place


Places = Mapping[Route, NodePlace]

NOWHERE = -1  # the row above a value that has no route: the second of two equal keys, or what follows a refused key


class PlaceTable(Places):
    """The places of one document, a row a node in the order of the text; routes are spelled out when asked for."""

    def __init__(self, path: str) -> None:
        """A table without rows; the first one added is the document itself."""
        self.path = path
        self.parents: list[int] = []
        self.names: list[str | int] = []
        self.key_spans: list[tuple[int, int] | None] = []
        self.value_spans: list[tuple[int, int]] = []
        self.copies: dict[int, tuple[int, int]] = {}  # row of an alias -> first row of its anchor, row after the last
        self._rows: dict[Route, int] | None = None

    def add(self, parent: int, name: str | int, key: tuple[int, int] | None, value: tuple[int, int]) -> int:
        """Note a node below another row, and give its row; spans are pairs of offsets."""
        self.parents.append(parent)
        self.names.append(name)
        self.key_spans.append(key)
        self.value_spans.append(value)
        return len(self.value_spans) - 1

    def place(self, row: int) -> NodePlace:
        """The place of a row."""
        key = self.key_spans[row]
        return NodePlace(Place(self.path, Span(*key)) if key else None, Place(self.path, Span(*self.value_spans[row])))

    def __getitem__(self, route: Route) -> NodePlace:
        return self.place(self._routes()[route])

    def __iter__(self) -> Iterator[Route]:
        return iter(self._routes())

    def __len__(self) -> int:
        return len(self._routes())

    def __contains__(self, route: object) -> bool:
        return route in self._routes()

    def _routes(self) -> dict[Route, int]:
        if self._rows is None:
            self._rows = {}
            if self.value_spans:
                self._rows[()] = 0
                self._follow(0, len(self.value_spans), (), self._rows)
        return self._rows

    def _follow(self, top: int, end: int, route: Route, found: dict[Route, int]) -> None:
        """Spell the routes below a row; what an alias repeats has its own routes and its anchor's places."""
        routes = {top: route}
        for row in range(top + 1, end):
            above = routes.get(self.parents[row])
            if above is not None:
                routes[row] = here = (*above, self.names[row])
                found[here] = row
                if row in self.copies:
                    self._follow(*self.copies[row], here, found)


class LazyPlaces(Places):
    """Places that are read when the first one is asked for: a document without faults seldom needs any."""

    def __init__(self, read: Callable[[], Places]) -> None:
        """Remember how to read them."""
        self._read = read
        self._found: Places | None = None

    def __getitem__(self, route: Route) -> NodePlace:
        return self._places()[route]

    def __iter__(self) -> Iterator[Route]:
        return iter(self._places())

    def __len__(self) -> int:
        return len(self._places())

    def __contains__(self, route: object) -> bool:
        return route in self._places()

    def _places(self) -> Places:
        if self._found is None:
            self._found = self._read()
        return self._found


def find_place(places: Places, route: Route) -> NodePlace | None:
    """The place of a route, or of its nearest ancestor that was written: that of a default is where it could stand."""
    for length in range(len(route), -1, -1):
        place = places.get(route[:length])
        if place is not None:
            return place
    return None
