"""What is watched once the model serves."""

from collections.abc import Iterator
from typing import Annotated, Any, TypeAlias

from mlspec.schema.leaf import (
    Backends,
    ColumnName,
    Count,
    Duration,
    Identifier,
    LateText,
    Number,
    PositiveDuration,
    Schedule,
    Share,
    choice,
    parsed,
)
from mlspec.schema.names import text_of
from mlspec.schema.node import INHERITED, Effect, Host, Node, Role, field, gathered
from mlspec.schema.refusal import Refused, quoted
from mlspec.schema.rules import EXCLUSIVE_FIELDS, UNKNOWN_FIELD
from mlspec.spec.gates import GateEntry
from mlspec.spec.short_forms import named_backend
from mlspec.spec.step import Work
from mlspec.vocabulary.concern import Concern
from mlspec.vocabulary.drift_method import P_VALUE_METHODS, DriftMethod

_METHOD = choice(DriftMethod, "measure of drift")
LATENCY_PATTERN = r"^((ttft|tpot|itl|queue)_)?p[1-9]\d?(_\d)?$"
_QUANTILES = ("p50", "p90", "p95", "p99", "ttft_p95", "tpot_p95")


def _parse_quantile(value: object) -> str:
    import re  # only where a monitor has limits of latency

    text = text_of(value, "a quantile")
    if not re.fullmatch(LATENCY_PATTERN[1:-1], text, re.ASCII):
        raise Refused(
            UNKNOWN_FIELD,
            f"{quoted(text)} is no quantile of latency",
            label="no quantile",
            advice=(
                "write it as in `p95`; for language models `ttft_p95` is the first token, `tpot_p95` each further one",
            ),
            word=text,
            candidates=_QUANTILES,
        )
    return text


Quantile: TypeAlias = Annotated[str, parsed(_parse_quantile, {"type": "string", "pattern": LATENCY_PATTERN})]


class Drift(Node):
    """When a distribution counts as drifted: a distance `above`, or a p-value `below`, a threshold."""

    example = "`{method: psi, above: 0.2}`"

    method: Annotated[DriftMethod, _METHOD] | None = field(
        None,
        doc="How the distance is measured; the back end's own choice by the column's type where none is named.",
        effects=INHERITED,
    )
    above: Number | None = field(
        None,
        doc="A larger distance is drift, beyond what two samples of that size differ by anyway.",
        effects=INHERITED,
    )
    below: Number | None = field(None, doc="A smaller p-value is drift.", effects=INHERITED)

    def faults(self) -> Iterator[Refused]:
        """Distances and p-values point in opposite directions."""
        if self.above is not None and self.below is not None:
            message = "`above` and `below` exclude each other"
            yield Refused(EXCLUSIVE_FIELDS, message, label="a second one").at("below", key=True)
        elif self.method is not None and (self.method in P_VALUE_METHODS) == (self.above is not None) and self.judges:
            wrong, right = ("above", "below") if self.above is not None else ("below", "above")
            kind = "a p-value, which falls with drift" if wrong == "above" else "a distance, which grows with drift"
            message = f"`{self.method.value}` gives {kind}, so that `{wrong}` is the wrong way round"
            yield Refused(EXCLUSIVE_FIELDS, message, label="wrong way round", advice=(f"write `{right}`",)).at(
                wrong, key=True
            )

    @property
    def judges(self) -> bool:
        """Whether a threshold is set."""
        return self.above is not None or self.below is not None


class InputDrift(Drift):
    """Drift of the inputs, column by column."""

    example = "`{method: psi, above: 0.2, share: 25%}`"

    share: Share | None = field(
        None, doc="The share of columns that have to drift before the inputs as a whole have.", effects=INHERITED
    )
    columns: dict[ColumnName, Drift] = field(
        {},
        doc="The columns to watch, all where none is named; a map gives single ones a threshold of their own.",
        effects=INHERITED,
        short={"type": "array", "items": {"type": "string"}},
    )

    @classmethod
    def expand(cls, value: Any) -> Any:
        """A list of columns gives none of them a threshold of its own."""
        if isinstance(value, dict) and isinstance(value.get("columns"), list):
            names = value["columns"]
            if all(isinstance(name, str) for name in names):
                return {**value, "columns": {name: {} for name in names}}
        return value


class DriftWatch(Node):
    """Which distributions are compared with the reference."""

    example = "`{inputs: {method: psi, above: 0.2}, missing: 5%}`"
    listed = ("text",)

    inputs: InputDrift | None = field(None, doc="The inputs of the model.", effects=INHERITED)
    prediction: Drift | None = field(None, doc="What the model answers.", effects=INHERITED)
    missing: Share | None = field(
        None, doc="How much larger the share of missing values in a column may get.", effects=INHERITED
    )
    text: tuple[ColumnName, ...] = field((), doc="Fields of text, compared by what they are about.", effects=INHERITED)


class Labels(Work):
    """Where the truth comes from once it is known."""

    example = "`{run: package.data:outcomes, key: id, column: late, within: 2d}`"

    key: ColumnName = field(doc="The column that tells which request a label belongs to.", effects=INHERITED)
    column: ColumnName = field(doc="The column that holds the truth.", effects=INHERITED)
    within: Duration | None = field(None, doc="How long after the request the truth is known.", effects=INHERITED)


class Alert(Node):
    """Who is told."""

    example = "`{webhook: {secret: SLACK_WEBHOOK}}`"

    webhook: LateText = field(
        doc="The address that a message is posted to, by reference to a secret.", effects=INHERITED
    )


class MonitorTools(Node):
    """One or more tools that report, each by its name with its options below."""

    example = "`{evidently: {html: true}}`"
    host = Host(Concern.MONITORING, "backends", "monitoring tool", many=True, exclusive=False)

    backends: Backends = gathered((), doc="The tools, in the order of the spec.", effects=INHERITED)

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The name alone stands for the tool with its defaults."""
        return named_backend(value)


class Monitor(Node):
    """Drift, decay, latency and errors: what counts as too much, and who is told."""

    example = '`{schedule: "17 6 * * *", window: 7d, drift: {inputs: {method: psi, above: 0.2}}}`'
    effects = ((Role.MONITOR, Effect.IN_PLACE),)
    listed = ("performance",)

    schedule: Schedule | None = field(
        None, doc="When the monitor looks: five fields of cron, in UTC; by hand where none is given.", effects=INHERITED
    )
    window: PositiveDuration | None = field(None, doc="How far back each look reaches.", effects=INHERITED)
    reference: Identifier | None = field(None, doc="The dataset that current data is compared with.", effects=INHERITED)
    current: Work | None = field(
        None,
        doc="A function or command that gives the current data, in place of the service's request log.",
        effects=INHERITED,
    )
    min_rows: Count = field(0, doc="With fewer rows in the window nothing is judged.", effects=INHERITED, unit="rows")
    drift: DriftWatch | None = field(None, doc="How far distributions may move from the reference.", effects=INHERITED)
    labels: Labels | None = field(None, doc="Where the truth comes from once it is known.", effects=INHERITED)
    performance: tuple[GateEntry, ...] = field(
        (), doc="What has to hold for the metrics on labelled requests.", effects=INHERITED
    )
    latency: dict[Quantile, PositiveDuration] = field(
        {}, doc="How long answers may take, by quantile.", effects=INHERITED
    )
    errors: Share | None = field(None, doc="The share of requests that may fail.", effects=INHERITED)
    with_: MonitorTools | None = field(None, key="with", doc="The tools that report.", effects=INHERITED)
    alert: Alert | None = field(None, doc="Who is told when something is wrong.", effects=INHERITED)
