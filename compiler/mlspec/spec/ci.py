"""What builds, promotes and monitors on every change of the repository."""

from typing import Any

from mlspec.schema.leaf import Backend
from mlspec.schema.node import NOTHING, Host, Node, gathered
from mlspec.spec.short_forms import named_backend
from mlspec.vocabulary.concern import Concern


class Ci(Node):
    """One CI system, by its name with its options below."""

    example = "`{github_actions: {runner: ubuntu-24.04}}`"
    host = Host(Concern.CI, "backend", "CI system")

    backend: Backend = gathered(None, doc="The CI system.", effects=NOTHING)

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The name alone stands for the back end with its defaults."""
        return named_backend(value)
