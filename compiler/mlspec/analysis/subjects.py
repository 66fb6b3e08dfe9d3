"""What a check may ask for beside the sections, by the name of a parameter.

- `code`: the resolution, what every name of the spec means;
- `reached`: what the functions that the spec names reach in the user's code;
- `paths`: every path that the spec writes; `requirements`: what the files of `runtime.requirements` hold;
- `header`, `project`, `view`: the top of the spec, the spec as a whole, its sections as they hold in one environment;
- `tree`: the files of the repository.

A check that asks for `projects`, `unread`, `patterns` or `output` looks at all specs at once, and sees no section.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from mlspec.source.places import Places


class Written(Protocol):
    """A merged document with the places of what it holds."""

    @property
    def data(self) -> dict[str, object]:
        """The document."""

    @property
    def places(self) -> Places:
        """Where each of its values was written."""


class View(Protocol):
    """The sections as they hold in the base, or in an environment; one that is not valid is an Invalid."""

    @property
    def environment(self) -> str:
        """The environment's name; empty in the base."""

    @property
    def layer(self) -> Written:
        """The document behind the sections."""

    @property
    def sections(self) -> Mapping[str, Any]:
        """The sections that are there, by name."""


class Project(Protocol):
    """One spec of the repository."""

    @property
    def path(self) -> str:
        """Where the spec lies."""

    @property
    def name(self) -> str:
        """Its name, or that of its folder where it has none that is valid."""

    @property
    def folder(self) -> str:
        """Its folder, from the repository's root; empty at the root itself."""

    @property
    def header(self) -> Any:
        """What stands at its top, or Invalid."""

    @property
    def base(self) -> View:
        """Its sections outside of any environment."""

    @property
    def environments(self) -> tuple[View, ...]:
        """Its sections in each environment."""
