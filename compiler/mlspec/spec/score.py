"""Scoring in batches, beside or instead of a service."""

from mlspec.schema.leaf import Address, Schedule
from mlspec.schema.node import INHERITED, Effect, Role, field
from mlspec.spec.step import Work


class Score(Work):
    """A job that scores many rows at once with the registered model."""

    example = '`{run: package.score:score, schedule: "0 5 2 * *", output: scores.parquet}`'
    effects = ((Role.SCORE, Effect.RERUN),)

    schedule: Schedule | None = field(
        None,
        doc="When the job runs: five fields of cron, in UTC; by hand where none is given.",
        effects=Effect.IN_PLACE,
    )
    output: Address | None = field(
        None, doc="Where the scores go: a path or an address, which may hold the run's date.", effects=INHERITED
    )
