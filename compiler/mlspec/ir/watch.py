"""What is watched once the model serves: how far things may move, and what happens when they do."""

from mlspec.ir.gate import Gate
from mlspec.ir.step import Step
from mlspec.vocabulary.record import record


@record
class DriftLimit:
    """When a distribution has drifted: at a distance `above` or a p-value `below`; no method leaves it to the tool."""

    method: str = ""
    above: float | None = None
    below: float | None = None


@record
class ColumnLimit:
    """The limit of one column."""

    column: str
    limit: DriftLimit


@record
class Labels:
    """The step that brings the truth, how it is joined to what was logged, and how long it takes to be known."""

    step: Step
    key: str
    column: str
    within_seconds: float = 0.0


@record
class Watch:
    """The whole of `monitor`.

    `inputs` is the limit of every input, `columns` those that are watched with a limit of their own (all inputs where
    it is empty), `share` the share of columns that has to drift. `current` gives the current data in place of the
    request log. `latency` holds seconds by quantile (`p95`), `errors` and `missing` shares.
    """

    schedule: str = ""
    window_seconds: float | None = None
    reference: str = ""
    current: Step | None = None
    min_rows: int = 0
    inputs: DriftLimit | None = None
    columns: tuple[ColumnLimit, ...] = ()
    share: float | None = None
    prediction: DriftLimit | None = None
    missing: float | None = None
    text: tuple[str, ...] = ()
    labels: Labels | None = None
    performance: tuple[Gate, ...] = ()
    latency: tuple[tuple[str, float], ...] = ()
    errors: float | None = None
    alert: object = None


@record
class Retraining:
    """When the model trains again: what the monitor finds (`drift`, `performance`, …), a schedule, or both."""

    when: tuple[str, ...] = ()
    schedule: str = ""
    cooldown_seconds: float | None = None
