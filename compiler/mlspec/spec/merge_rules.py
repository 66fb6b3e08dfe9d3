"""What merging layers must know of the language: short forms, fields that exclude each other, where null is a value."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import TypeAlias

from mlspec.schema.field import Field, Holds
from mlspec.schema.node import Node
from mlspec.schema.references import IN_PARAMS, is_lone_reference
from mlspec.source.overlay import MergeRules
from mlspec.source.route import Route
from mlspec.spec.environment import Environment, Variant
from mlspec.spec.project import SECTIONS
from mlspec.vocabulary.concern import Concern


class _Params:
    """The values of a map of params, and all below them."""


_Site: TypeAlias = type[Node] | Field | type[_Params] | None
"""A node, a map of a field's entries, something among params, or nothing that merging has to know."""


_OVERLAYS: dict[str | int, frozenset[str]] = {"environments": Environment.overlays, "variants": Variant.overlays}


def merge_rules(backends: Mapping[Concern, Collection[str]]) -> MergeRules:
    """The rules, with these names of back ends: one that a later layer names takes the place of the earlier one."""
    return _merge_rules(frozenset((concern, tuple(sorted(names))) for concern, names in backends.items()))


@lru_cache(maxsize=64)
def _merge_rules(backends: frozenset[tuple[Concern, tuple[str, ...]]]) -> MergeRules:
    known = dict(backends)

    def exclusive(route: Route) -> tuple[tuple[str, ...], ...]:
        site = _site(_home(route))
        if site is None or isinstance(site, Field) or not issubclass(site, Node):
            return ()
        groups = tuple(group.fields for group in site.groups)
        host = site.host
        return (*groups, known.get(host.concern, ())) if host is not None and host.exclusive else groups

    return MergeRules(_expand, exclusive, _null_is_value, _is_deferred, is_lone_reference)


def _expand(route: Route, value: object) -> object:
    site = _site(_home(route))
    if site is None or isinstance(site, Field) or not issubclass(site, Node):
        return value
    return site.expand(value)


def _null_is_value(route: Route) -> bool:
    return _site(_home(route)) is _Params


def _is_deferred(route: Route) -> bool:
    return len(route) > 2 and len(_home(route)) < len(route)


def _home(route: Route) -> Route:
    """The route in the spec that an overlay's stands for: `deploy.target` for `environments.staging.deploy.target`."""
    while len(route) > 2 and route[2] in _OVERLAYS.get(route[0], ()):
        route = route[2:]
    return route


@lru_cache(maxsize=1 << 14)
def _site(route: Route) -> _Site:
    """What stands at a route, step by step from what stands above it."""
    if not route:
        return None
    key = route[-1]
    if len(route) == 1:
        return SECTIONS.get(str(key))
    above = _site(route[:-1])
    if above is None or above is _Params:
        return above
    if isinstance(above, Field):
        return above.node if above.node is not None else _Params if _holds_params(above) else None
    if not issubclass(above, Node):
        return None
    root = above.fields.get("root")
    if root is not None:
        return root.node
    found = next((field for field in above.fields.values() if field.key == key), None)
    if found is None or found.holds is Holds.LIST:
        return None
    return found if found.holds is Holds.MAP else found.node


def _holds_params(field: Field) -> bool:
    return field.leaf is not None and field.leaf.late is IN_PARAMS


MERGE_RULES = merge_rules({})
"""The rules where no back end is known."""
