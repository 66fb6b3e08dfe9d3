"""Where runs are recorded and models registered."""

from typing import Any

from mlspec.schema.leaf import Backends
from mlspec.schema.node import NOTHING, Host, Node, gathered
from mlspec.spec.short_forms import named_backend
from mlspec.vocabulary.concern import Concern


class Tracking(Node):
    """One or more trackers, each by its name with its options below."""

    example = "`{mlflow: {experiment: flight-delay}}`"
    host = Host(Concern.TRACKING, "backends", "tracker", many=True)

    backends: Backends = gathered((), doc="The trackers, in the order of the spec.", effects=NOTHING)

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The name alone stands for the back end with its defaults."""
        return named_backend(value)
