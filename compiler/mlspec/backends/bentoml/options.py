"""What a spec may say below `deploy.bentoml`."""

from collections.abc import Iterator

from mlspec.schema.leaf import EntryPoint, Flag, Port, PositiveCount, PositiveDuration, Text
from mlspec.schema.node import INHERITED, NOTHING, Effect, Group, Node, Role, field
from mlspec.schema.refusal import Refused
from mlspec.schema.rules import OUT_OF_RANGE
from mlspec.schema.units import Duration

_MINUTE = Duration(60_000_000)
_SECOND = Duration(1_000_000)


class Batching(Node):
    """Requests of several callers answered by one call of the model."""

    example = "`{max_batch_size: 64, max_latency: 1s}`"

    max_batch_size: PositiveCount = field(100, doc="At most so many rows in a call.", effects=INHERITED, unit="rows")
    max_latency: PositiveDuration = field(
        _SECOND,
        doc="A request that has waited longer for its batch is refused: well above what the slowest batch takes.",
        effects=INHERITED,
    )


class BentomlOptions(Node):
    """How the service takes requests."""

    example = "`{timeout: 30s, workers: 2}`"
    effects = ((Role.DEPLOY, Effect.ROLLOUT),)
    groups = (Group(("app", "batching"), required=False),)
    listed = ("system_packages",)

    timeout: PositiveDuration = field(
        _MINUTE, doc="How long a request may take before it is given up.", effects=INHERITED
    )
    workers: PositiveCount = field(
        1, doc="Processes of one copy, each with a model of its own.", effects=INHERITED, unit="processes"
    )
    max_concurrency: PositiveCount | None = field(
        None,
        doc="Requests that one worker takes at once; any number where nothing is said.",
        effects=INHERITED,
        unit="requests",
    )
    port: Port = field(3000, doc="The port that the service listens on.", effects=INHERITED)
    batching: Batching | None = field(
        None, doc="Answers several requests by one call of `predict`, which then gets `rows`.", effects=INHERITED
    )
    app: EntryPoint | None = field(
        None,
        doc="An ASGI application of your own, as `package.module:app`; what it answers is not logged for the monitor.",
        effects=INHERITED,
    )
    access_log: Flag = field(False, doc="Whether each request is a line of the server's log too.", effects=INHERITED)
    system_packages: tuple[Text, ...] = field((), doc="Debian packages that the image needs.", effects=INHERITED)
    labels: dict[Text, Text] = field({}, doc="Labels of the bento.", effects=NOTHING)

    def faults(self) -> Iterator[Refused]:
        """A request cannot wait longer for its batch than it may take."""
        if self.batching and self.batching.max_latency.microseconds > self.timeout.microseconds:
            message = f"a request may take {self.timeout}, and its batch alone may wait {self.batching.max_latency}"
            yield Refused(OUT_OF_RANGE, message, label="above the timeout").at("batching", "max_latency")
