"""A spec as the front end understands it: its sections in the base, and in each environment that changes some."""

from collections.abc import Mapping
from typing import Any

from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.source.overlay import Layer
from mlspec.vocabulary.record import record


@record
class View:
    """The sections as they hold in one place: the base (without a name), or an environment.

    `changed` names the sections in which an environment differs from the base.
    """

    environment: str
    layer: Layer
    sections: Mapping[str, Any]
    changed: tuple[str, ...] = ()


@record
class Project:
    """One spec; `name` is that of its folder where the spec itself has none that is valid.

    `is_spread` tells whether it extends a base that lies in another folder.
    """

    path: str
    name: str
    header: Any
    base: View
    environments: tuple[View, ...]
    diagnostics: tuple[Diagnostic, ...]
    is_spread: bool = False

    @property
    def folder(self) -> str:
        """The folder of the spec, from the repository's root; empty at the root itself."""
        return self.path.rpartition("/")[0]

    @property
    def views(self) -> tuple[View, ...]:
        """The base and all environments."""
        return (self.base, *self.environments)
