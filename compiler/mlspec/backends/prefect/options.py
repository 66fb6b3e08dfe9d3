"""What a spec may say below `orchestrate.prefect`."""

from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any

from mlspec.schema.leaf import Plain, PositiveCount, PositiveDuration, Text, choice
from mlspec.schema.node import INHERITED, Effect, Node, Role, field
from mlspec.schema.refusal import Refused
from mlspec.schema.rules import MISSING_FIELD


class Collision(Enum):
    """What happens to a run that would be one too many."""

    ENQUEUE = "enqueue"
    CANCEL_NEW = "cancel_new"


class ConcurrencyLimit(Node):
    """How many runs of one flow may go on at once."""

    example = "`{limit: 1, collision: cancel_new}`, or a number"
    short_forms = ({"type": "integer", "minimum": 1},)

    limit: PositiveCount = field(doc="At most so many.", effects=INHERITED, unit="runs")
    collision: Annotated[Collision, choice(Collision, "way out of a collision")] = field(
        Collision.ENQUEUE, doc="Whether one too many waits (`enqueue`) or is dropped (`cancel_new`).", effects=INHERITED
    )

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The number alone."""
        return {"limit": value} if isinstance(value, int) and not isinstance(value, bool) else value


class PrefectOptions(Node):
    """Where the flows run, and how Prefect treats their runs."""

    example = "`{work_pool: gpu, tags: [fraud]}`"
    effects = ((Role.TRAIN, Effect.IN_PLACE), (Role.MONITOR, Effect.IN_PLACE))
    listed = ("tags",)

    work_pool: Text = field(
        "",
        doc="The work pool whose workers run the flows; a pool of processes named like the model where none is named.",
        effects=INHERITED,
    )
    work_queue: Text = field(
        "", doc="The queue of the work pool; its default queue where none is named.", effects=INHERITED
    )
    job_variables: dict[Text, Plain] = field(
        {}, doc="Values for the job template of the work pool, such as `image` or `env`.", effects=INHERITED
    )
    tags: tuple[Text, ...] = field((), doc="Tags of the deployments, beside the name of the model.", effects=INHERITED)
    concurrency_limit: ConcurrencyLimit | None = field(
        None, doc="How many runs of one flow may go on at once; any number where nothing is said.", effects=INHERITED
    )
    retry_delay: PositiveDuration | None = field(
        None,
        doc="How long a step waits before it is tried again; `retries` of the step says how often.",
        effects=INHERITED,
    )
    result_storage: Text = field(
        "",
        doc="The storage block that keeps results, as in `s3-bucket/results`; else a folder of the worker.",
        effects=INHERITED,
    )

    def faults(self) -> Iterator[Refused]:
        """What belongs to a work pool needs one."""
        for key in ("work_queue", "job_variables"):
            if getattr(self, key) and not self.work_pool:
                message = f"`{key}` belongs to a work pool, and none is named"
                advice = ("name it by `work_pool`, beside it",)
                yield Refused(MISSING_FIELD, message, label="of no work pool", advice=advice).at(key, key=True)
