"""What only a run knows of itself."""

from enum import Enum


class RunContext(Enum):
    """What `{context: ...}` may name."""

    RUN_ID = "run_id"
    ENVIRONMENT = "environment"
    WORKDIR = "workdir"
