"""From a section as written to a model of it, or to everything that is wrong with it."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from pydantic_core import ValidationError

from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.schema.core import validator_of
from mlspec.schema.node import Node, set_routes
from mlspec.source.places import Places
from mlspec.source.route import Route
from mlspec.vocabulary.concern import Concern
from mlspec.vocabulary.record import record

Backends = Mapping[Concern, Collection[str]]
"""The names of the back ends that serve each concern."""


class Layer(Protocol):
    """A document, or several merged into one."""

    @property
    def data(self) -> Mapping[str, Any]:
        """What it says."""

    @property
    def places(self) -> Places:
        """Where it says so."""


@record
class Invalid:
    """A section that is not valid; its faults are told already."""

    route: Route


def validate_section(
    name: str, model: type[Node], layer: Layer, backends: Backends
) -> tuple[Node | Invalid, tuple[Diagnostic, ...]]:
    """The section of this name, which the layer has, and all that is wrong with it."""
    return _validate(model, (name,), layer.data[name], layer.places, backends)


def validate_top(
    model: type[Node], sections: Collection[str], layer: Layer
) -> tuple[Node | Invalid, tuple[Diagnostic, ...]]:
    """The fields at the top of a layer; a key that is none of them, no section and no `x-...` is unknown."""
    rest = {key: value for key, value in layer.data.items() if key not in sections and not key.startswith("x-")}
    return _validate(model, (), rest, layer.places, {}, sections)


def validate_options(model: type[Node], layer: Layer, route: Route) -> tuple[Node | Invalid, tuple[Diagnostic, ...]]:
    """The options of a back end, below its name at the route; nothing there means its defaults."""
    value: Any = layer.data
    for step in route:
        value = value[step] if value else None
    return _validate(model, route, {} if value is None else value, layer.places, {})


def _validate(
    model: type[Node], route: Route, value: object, places: Places, backends: Backends, also: Collection[str] = ()
) -> tuple[Node | Invalid, tuple[Diagnostic, ...]]:
    try:
        node: Node = validator_of(model).validate_python(value, context=backends)
    except ValidationError as error:
        from mlspec.schema.translation import translate  # only where something is wrong

        return Invalid(route), translate(error, model, route, value, places, backends, also)
    set_routes(node, route)
    return node, ()
