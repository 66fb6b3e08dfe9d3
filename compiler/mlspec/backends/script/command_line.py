"""What `run.py` is made of: the table of steps, what is logged on the way, and what is told in the end."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class Logs:
    """What the tracker is told once a step has run."""

    step: str
    lines: tuple[Code, ...]


@record
class CommandLine:
    """The whole of `run.py`."""

    name: str
    spec_path: str
    up: int
    work: str
    imports: tuple[Code, ...]
    limits_threads: bool
    steps: tuple[Code, ...]
    retries: bool
    limits: bool
    caches: bool
    wraps: bool
    anew: str
    fresh: Code
    tracked: bool
    untracked: bool
    registers: bool
    environments: bool
    has_later: bool
    judges: bool
    alias: bool
    exit_statuses: str
    reuses: bool
    checked_again: Code
    asks_environment: bool
    environment_names: Code
    asks_workdir: bool
    values: Code
    made_of: Code
    refusable: bool
    gated: bool
    metrics_told: Code
    logs: tuple[Logs, ...]
    frames: Code
    faults: Code
    summary: Code
    named: Code
    store: Code
