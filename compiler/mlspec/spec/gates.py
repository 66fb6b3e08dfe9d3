"""Gates as they stand in lists of the spec."""

from typing import Annotated, Any, TypeAlias

from mlspec.ir.gate import Gate
from mlspec.schema.leaf import Leaf, choice, parsed
from mlspec.schema.node import INHERITED, Node, field
from mlspec.spec.gate import canonical_gate, parse_gate
from mlspec.vocabulary.gate_severity import GateSeverity
from mlspec.vocabulary.record import evolve


def _parse_limit(value: object) -> Gate:
    return parse_gate(value, durations=True)


_GATE_JSON = {"type": "string", "examples": ["roc_auc >= 0.74", "roc_auc >= champion.roc_auc - 0.005"]}
_LIMIT_JSON = {"type": "string", "examples": ["error_rate <= 1%", "latency_p95 <= 300ms"]}
_GATE: Leaf = parsed(parse_gate, _GATE_JSON, canonical_gate)
Limit: TypeAlias = Annotated[Gate, parsed(_parse_limit, _LIMIT_JSON, canonical_gate)]
"""A gate over what a running service shows, with lengths of time in it."""


class GateEntry(Node):
    """A gate, alone or with what its failure does."""

    example = "`roc_auc >= 0.74` or `{gate: calibration_error <= 0.05, severity: warn}`"
    short_forms = (_GATE.json,)

    gate: Annotated[Gate, _GATE] = field(doc="The comparison that has to hold.", effects=INHERITED)
    severity: Annotated[GateSeverity, choice(GateSeverity, "severity of a gate")] = field(
        GateSeverity.ERROR, doc="`warn` shows a failed gate and lets the model through.", effects=INHERITED
    )

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The comparison alone."""
        return {"gate": value} if isinstance(value, str) else value

    @property
    def judged(self) -> Gate:
        """The gate with what its failure does."""
        return evolve(self.gate, warning=self.severity is GateSeverity.WARN)
