"""From the sections of a spec to facets: every value in canonical form, with what a change of it does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mlspec.ir.facet import Facet
from mlspec.schema.canonical import facets_of
from mlspec.schema.effects import resolve_effects


def lower_facets(header: Any, sections: Mapping[str, Any]) -> tuple[Facet, ...]:
    """The facets of the header and all sections, sorted by route."""
    nodes = (header, *(section for section in sections.values() if section is not None))
    found = [facet for node in nodes for facet in node_facets(node)]
    found.extend(_registered_name(header, sections.get("register")))
    return tuple(sorted(found, key=lambda facet: list(map(str, facet.route))))


def node_facets(node: Any) -> Iterator[Facet]:
    """The facets of one section, or of the options of a back end."""
    for route, value, effects in facets_of(node):
        yield Facet(route, _spell(value), effects)


def _registered_name(header: Any, register: Any) -> Iterator[Facet]:
    """The name that the registry knows the model by, where it is that of the spec because none is given."""
    if register is not None and register.name is None:
        declared = register.fields["name"].declared
        yield Facet((*register.route, "name"), _spell(header.name), resolve_effects(declared.effects, register.effects))


_spell = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode
