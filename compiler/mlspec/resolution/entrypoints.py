"""Binding the entry points that a spec names to functions in the user's source."""

from mlspec.source.route import Route
from mlspec.usercode.entrypoint import Entrypoint, Missing
from mlspec.usercode.modules import SourceModules
from mlspec.usercode.signatures import find_entrypoint
from mlspec.vocabulary.record import record


@record
class Bound:
    """An entry point that was found."""

    route: Route
    text: str
    entry: Entrypoint


@record
class Unresolved:
    """An entry point that was not found, and what stands there instead."""

    route: Route
    text: str
    missing: Missing


def bind_entrypoint(modules: SourceModules, route: Route, text: str) -> Bound | Unresolved:
    """Look a `module:function` up in the source."""
    found = find_entrypoint(modules, text)
    return Unresolved(route, text, found) if isinstance(found, Missing) else Bound(route, text, found)
