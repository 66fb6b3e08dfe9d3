"""When the model trains again."""

from typing import Annotated

from mlspec.schema.leaf import Duration, Schedule, choice
from mlspec.schema.node import INHERITED, Effect, Node, Role, field
from mlspec.vocabulary.retrain_cause import RetrainCause


class Retrain(Node):
    """What the monitor finds, a schedule, or both."""

    example = '`{when: [drift], schedule: "43 3 1 * *", cooldown: 3d}`'
    effects = ((Role.RETRAIN, Effect.IN_PLACE),)
    listed = ("when",)

    when: tuple[Annotated[RetrainCause, choice(RetrainCause, "cause to train again")], ...] = field(
        (), doc="What a monitor's verdict has to name.", effects=INHERITED
    )
    schedule: Schedule | None = field(
        None, doc="When it trains in any case: five fields of cron, in UTC.", effects=INHERITED
    )
    cooldown: Duration | None = field(
        None, doc="How long after one training no verdict starts another.", effects=INHERITED
    )
