"""The intermediate forms of a project as plain data, for people and tools that want to see them."""

import json
from enum import Enum
from typing import Any

from mlspec.driver.checking import CheckedProject
from mlspec.driver.compile import compile_project, lower_project
from mlspec.driver.workspace import Workspace
from mlspec.ir.facet import Facet
from mlspec.source.route import format_route


def show_project(workspace: Workspace, one: CheckedProject, form: str) -> Any:
    """One form of a project that has no errors: `ast`, `graph`, `facets`, `fingerprints` or `offers`."""
    match form:
        case "ast":
            return _nested(lower_project(workspace, one).facets)
        case "facets":
            return [
                _plain(facet) | {"route": format_route(facet.route)} for facet in lower_project(workspace, one).facets
            ]
        case "graph":
            shown = _plain(lower_project(workspace, one))
            return {key: value for key, value in shown.items() if key != "facets"}
        case "fingerprints":
            return [_plain(fingerprint) for fingerprint in compile_project(workspace, one).fingerprints]
        case _:
            return [_plain(offer) for offer in compile_project(workspace, one).offers]


def _nested(facets: tuple[Facet, ...]) -> dict[str, Any]:
    """The values as a tree of maps, by their routes; items of a list stand under their numbers."""
    tree: dict[str, Any] = {}
    for facet in facets:
        place = tree
        for part in facet.route[:-1]:
            place = place.setdefault(str(part), {})
        place[str(facet.route[-1])] = json.loads(facet.value)
    return tree


def _plain(value: Any) -> Any:
    """A record as a map that names its kind, an enumeration as its word."""
    fields = getattr(type(value), "__match_args__", None)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if fields is not None:
        return {"kind": type(value).__name__} | {name: _plain(getattr(value, name)) for name in fields}
    return value
