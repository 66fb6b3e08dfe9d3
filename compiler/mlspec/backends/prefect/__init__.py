"""Flows, deployments, schedules and automations: known to the language, not compiled yet."""

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.concern import Concern

BACKEND = Backend(
    name="prefect",
    concern=Concern.ORCHESTRATION,
    summary="flows, deployments, schedules and automations",
    options="mlspec.backends.prefect.options:PrefectOptions",
    requires=("prefect>=3.4,<4", "sqlalchemy<2.1", "fastapi<0.155"),
)
