"""What a step or a service may use of a machine."""

from typing import Any

from mlspec.schema.leaf import Cpu, Memory, PositiveCount, Text
from mlspec.schema.node import INHERITED, Node, field


class Gpu(Node):
    """Graphics processors."""

    example = "`{kind: L4, count: 2}`, or a number of any kind"
    short_forms = ({"type": "integer", "minimum": 1}, {"type": "string"})

    kind: Text = field("", doc="The model of the processor, such as `L4`; any where none is named.", effects=INHERITED)
    count: PositiveCount = field(1, doc="How many.", effects=INHERITED, unit="processors")

    @classmethod
    def expand(cls, value: Any) -> Any:
        """A number, or a model alone."""
        if isinstance(value, int) and not isinstance(value, bool):
            return {"count": value}
        return {"kind": value} if isinstance(value, str) else value


class Resources(Node):
    """What is asked for, and granted at most."""

    example = "`{cpu: 2, memory: 4Gi}`"

    cpu: Cpu | None = field(None, doc="Processors, as in `2` or `500m`.", effects=INHERITED, unit="processors")
    memory: Memory | None = field(None, doc="Memory, as in `4Gi`.", effects=INHERITED, unit="bytes")
    gpu: Gpu | None = field(None, doc="Graphics processors: a number, a model, or both.", effects=INHERITED)
