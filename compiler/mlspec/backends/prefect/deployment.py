"""What `prefect.yaml` is made of: deployments, each with its pool, its schedule and the events that start it."""

from mlspec.vocabulary.record import record


@record
class Pool:
    """Where runs are taken up; `own` is the pool of processes that `deploy.py` makes where the spec names none."""

    name: str
    queue: str = ""
    job_variables: tuple[tuple[str, object], ...] = ()
    own: bool = False


@record
class Trigger:
    """Events that start a run, at most one in so many seconds."""

    name: str
    resource: str
    events: tuple[str, ...]
    within_seconds: float


@record
class Deployment:
    """A flow that runs on a server's schedule, on its events, or when somebody starts it."""

    name: str
    entrypoint: str
    description: str
    tags: tuple[str, ...]
    pool: Pool
    parameters: tuple[tuple[str, object], ...] = ()
    cron: str = ""
    trigger: Trigger | None = None
    limit: int | None = None
    collision: str = ""
