"""A spec as the front end understands it: its sections in the base, in each environment and in each variant."""

from collections.abc import Mapping
from typing import Any

from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.source.overlay import Layer
from mlspec.source.route import Route
from mlspec.vocabulary.record import record


@record
class View:
    """The sections as they hold in one place: the base (without a name), or an environment.

    `changed` names the sections in which an environment, or the base of a variant, differs from what it lies over;
    `overlays` are the routes at which its own words may stand, the innermost first.
    """

    environment: str
    layer: Layer
    sections: Mapping[str, Any]
    changed: tuple[str, ...] = ()
    overlays: tuple[Route, ...] = ()


@record
class Project:
    """One spec; `name` is that of its folder where the spec itself has none that is valid.

    `is_spread` tells whether it extends a base that lies in another folder. Each of its `variants` is the same spec
    with the variant's words over its base.
    """

    path: str
    name: str
    header: Any
    base: View
    environments: tuple[View, ...]
    diagnostics: tuple[Diagnostic, ...]
    is_spread: bool = False
    variants: "tuple[Project, ...]" = ()

    @property
    def folder(self) -> str:
        """The folder of the spec, from the repository's root; empty at the root itself."""
        return self.path.rpartition("/")[0]

    @property
    def views(self) -> tuple[View, ...]:
        """The base and all its environments."""
        return (self.base, *self.environments)
