"""Merges layers of a spec (bases, spec, variant, environment) without losing where a value was written.

Maps merge by key, scalars and lists replace whole, `null` deletes a key back to its default. Places are not merged: the
result remembers which layer each part came from, and looks there when a place is asked for.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias, TypeGuard

from mlspec.source.places import NodePlace, Places, PlaceTable, find_place
from mlspec.source.route import Route
from mlspec.vocabulary.record import record

_Map: TypeAlias = dict[str, object]


@record
class Layer:
    """A map, and the places of all that it holds; the places may know more routes than the map has."""

    data: dict[str, object]
    places: Places


def _nowhere(_: Route) -> bool:
    return False


def _nothing(_: object) -> bool:
    return False


@record
class MergeRules:
    """What merging must know of the language.

    - `expand` gives the long form of the value at a route, or the value itself. It is asked from the top down for all
      values of maps that are not null, not within lists, and must leave a long form alone.
    - `exclusive` gives, for a map at a route, the groups of keys of which it may hold one.
    - `null_is_value` tells where null stands for itself and `{unset: true}` deletes.
    - `is_deferred` tells which values lie within a layer that is kept for later, such as an environment: what deletes
      is kept there.
    - `is_whole` tells which maps are one value, such as a reference: a layer replaces them as it does a scalar.
    """

    expand: Callable[[Route, object], object]
    exclusive: Callable[[Route], tuple[tuple[str, ...], ...]]
    null_is_value: Callable[[Route], bool]
    is_deferred: Callable[[Route], bool] = _nowhere
    is_whole: Callable[[object], bool] = _nothing


def overlay(layers: Sequence[Layer], rules: MergeRules) -> Layer:
    """Merge the layers, each over those before it; one alone comes back in long form and without what deletes."""
    merge = _Merge(rules)
    data: _Map = {}
    origin = _Origin(PlaceTable(""))
    for position, layer in enumerate(layers):
        long = layer.data if _is_made(layer, rules) else merge.expand(layer.data, ())
        if position == 0:
            data, origin = merge.without_deleted(long, ()), _Origin(layer.places)
        else:
            data = merge.merge(data, long, (), origin, layer.places)
    return Layer(data, MergedPlaces(data, origin, rules))


def subtree(layer: Layer, route: Route) -> Layer:
    """The map at a route as a layer of its own; an empty one where there is none."""
    found = _value_at(layer.data, route)
    return Layer(found if isinstance(found, dict) else {}, RerootedPlaces(layer.places, route))


class _Origin:
    """Where a part of merged data came from; a part without an entry came with the part above it."""

    __slots__ = ("children", "places", "writers")

    def __init__(self, places: Places | None) -> None:
        self.places = places
        self.writers: list[Places] = []  # of a map that several layers share, after the first one
        self.children: dict[str, _Origin] = {}


class _Merge:
    """The merging of maps under one set of rules; no map that was handed in is ever changed."""

    def __init__(self, rules: MergeRules) -> None:
        self.rules = rules
        self.may_delete = False  # whether any value seen so far could; most specs have none

    def expand(self, data: _Map, route: Route) -> _Map:
        """The map in long form: the same object where nothing in it is short."""
        changed: _Map = {}
        expand = self.rules.expand
        for key, value in data.items():
            if value is None:
                self.may_delete = True
                continue
            here = (*route, key)
            long = expand(here, value)
            if isinstance(long, dict):
                long = self.expand(long, here)
            if long is not value:
                changed[key] = long
        self.may_delete = self.may_delete or "unset" in data
        return {**data, **changed} if changed else data

    def without_deleted(self, data: _Map, route: Route) -> _Map:
        """The map without keys whose value deletes: the same object where there are none."""
        if not self.may_delete:
            return data
        kept: _Map = {}
        for key, value in data.items():
            if value is None or isinstance(value, dict):
                here = (*route, key)
                if self.deletes(value, here):
                    continue
                kept[key] = self.without_deleted(value, here) if isinstance(value, dict) else value
            else:
                kept[key] = value
        is_same = len(kept) == len(data) and all(kept[key] is value for key, value in data.items())
        return data if is_same else kept

    def deletes(self, value: object, route: Route) -> bool:
        """Whether the value takes its key away instead of standing for itself."""
        if value is None:
            return not self.rules.null_is_value(route) and not self.rules.is_deferred(route)
        return _is_unset(value) and self.rules.null_is_value(route) and not self.rules.is_deferred(route)

    def merge(self, under: _Map, over: _Map, route: Route, origin: _Origin, places: Places) -> _Map:
        """A new map of both; notes in `origin` what came from `places`."""
        origin.writers.append(places)
        merged = dict(under)
        for key in self.driven_out(over, route) & under.keys():
            del merged[key]
            origin.children.pop(key, None)
        for key, value in over.items():
            here, below = (*route, key), merged.get(key)
            if self.deletes(value, here):
                merged.pop(key, None)
                origin.children.pop(key, None)
            elif self.is_map(value) and self.is_map(below):
                child = origin.children.setdefault(key, _Origin(None))
                merged[key] = self.merge(below, value, here, child, places)
            else:
                merged[key] = self.without_deleted(value, here) if isinstance(value, dict) else value
                origin.children[key] = _Origin(places)
        return merged

    def is_map(self, value: object) -> TypeGuard[_Map]:
        """Whether keys of another layer have a place in it: not in a reference, nor in what deletes."""
        return isinstance(value, dict) and not _is_unset(value) and not self.rules.is_whole(value)

    def driven_out(self, over: _Map, route: Route) -> set[str]:
        """The keys that cannot stay beside a new member of their exclusive group."""
        out: set[str] = set()
        for group in self.rules.exclusive(route):
            members = {key for key in group if key in over and not self.deletes(over[key], (*route, key))}
            if members:
                out |= set(group) - members
        return out


def _is_unset(value: object) -> bool:
    return isinstance(value, dict) and len(value) == 1 and value.get("unset") is True


def _is_made(layer: Layer, rules: MergeRules) -> bool:
    """Whether merging by these rules made the layer, so that it is in long form already."""
    places = layer.places
    return isinstance(places, MergedPlaces) and places.data is layer.data and places.rules == rules


_MISSING = object()


def _value_at(data: object, route: Route) -> object:
    for part in route:
        if isinstance(data, dict):
            data = data.get(part, _MISSING)
        elif isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data):
            data = data[part]
        else:
            return _MISSING
    return data


class MergedPlaces(Places):
    """The places of merged data, each from the layer that wrote it; keys of a long form have the short form's place."""

    def __init__(self, data: dict[str, object], origin: _Origin, rules: MergeRules) -> None:
        """Look into the layers that `origin` names."""
        self.data = data
        self.rules = rules
        self._origin = origin

    def __getitem__(self, route: Route) -> NodePlace:
        if _value_at(self.data, route) is _MISSING:
            raise KeyError(route)
        place: NodePlace | None = None
        for source in self._sources(route):
            found = _place_in(source, route)
            # Within one file the first to write a map owns it, so that a fault seen in every environment has one place;
            # a spec owns what it shares with its bases.
            if place is None or (found is not None and found.value.path != place.value.path):
                place = found
        if place is None:
            raise KeyError(route)
        return place

    def __iter__(self) -> Iterator[Route]:
        return _routes(self.data, ())

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, route: object) -> bool:
        return isinstance(route, tuple) and _value_at(self.data, route) is not _MISSING

    def _sources(self, route: Route) -> tuple[Places, ...]:
        """The places of the layer that the value at a route came with, and of those that wrote into it later."""
        node: _Origin | None = self._origin
        source = self._origin.places
        for part in route:
            node = node.children.get(part) if node and isinstance(part, str) else None
            source = node.places if node and node.places is not None else source
        writers = node.writers if node else []
        return (*(() if source is None else (source,)), *writers)


class RerootedPlaces(Places):
    """The places below a route, by the rest of their routes."""

    def __init__(self, places: Places, route: Route) -> None:
        """Look into `places` below the route."""
        self._places = places
        self._route = route

    def __getitem__(self, route: Route) -> NodePlace:
        return self._places[(*self._route, *route)]

    def __iter__(self) -> Iterator[Route]:
        length = len(self._route)
        return (route[length:] for route in self._places if route[:length] == self._route)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, route: object) -> bool:
        return isinstance(route, tuple) and (*self._route, *route) in self._places


def _place_in(places: Places, route: Route) -> NodePlace | None:
    exact = places.get(route)
    if exact is not None:
        return exact
    short = find_place(places, route)
    return NodePlace(short.value, short.value) if short else None


def _routes(value: object, route: Route) -> Iterator[Route]:
    yield route
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _routes(below, (*route, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _routes(below, (*route, index))
