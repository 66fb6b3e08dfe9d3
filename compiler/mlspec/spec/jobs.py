"""Jobs beside the lifecycle."""

from mlspec.schema.leaf import Name, Schedule, Text
from mlspec.schema.node import INHERITED, NOTHING, Effect, Entries, Role, field
from mlspec.spec.step import Work


class Job(Work):
    """A function or command that runs by itself."""

    example = '`{run: package:collect, schedule: "7 * * * *"}`'

    description: Text = field("", doc="What the job is for.", effects=NOTHING)
    schedule: Schedule | None = field(
        None,
        doc="When the job runs: five fields of cron, in UTC; by hand where none is given.",
        effects=Effect.IN_PLACE,
    )


class Jobs(Entries):
    """Every key is a job."""

    example = '`{collect: {run: package:collect, schedule: "7 * * * *"}}`'
    effects = ((Role.JOB, Effect.RERUN),)

    root: dict[Name, Job] = field(doc="The jobs.", effects=INHERITED)
