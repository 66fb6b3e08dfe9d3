"""From the sections of a spec to facets: every value in canonical form, with what a change of it does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mlspec.ir.facet import Facet
from mlspec.schema.canonical import facets_of


def lower_facets(header: Any, sections: Mapping[str, Any]) -> tuple[Facet, ...]:
    """The facets of the header and all sections, sorted by route."""
    nodes = (header, *(section for section in sections.values() if section is not None))
    return tuple(
        sorted((facet for node in nodes for facet in node_facets(node)), key=lambda facet: list(map(str, facet.route)))
    )


def node_facets(node: Any) -> Iterator[Facet]:
    """The facets of one section, or of the options of a back end."""
    for route, value, effects in facets_of(node):
        yield Facet(route, _spell(value), effects)


_spell = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode
