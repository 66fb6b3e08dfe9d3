"""What runs the steps."""

from typing import Any

from mlspec.schema.leaf import Backend
from mlspec.schema.node import Effect, Host, Node, Role, gathered
from mlspec.spec.short_forms import named_backend
from mlspec.vocabulary.concern import Concern


class Orchestrate(Node):
    """One orchestrator, by its name with its options below."""

    example = "`{prefect: {work_pool: gpu}}`"
    host = Host(Concern.ORCHESTRATION, "backend", "orchestrator")

    backend: Backend = gathered(
        None, doc="The orchestrator.", effects=((Role.TRAIN, Effect.IN_PLACE), (Role.MONITOR, Effect.IN_PLACE))
    )

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The name alone stands for the back end with its defaults."""
        return named_backend(value)
