"""Flows around the stages, and the deployments that run them on a schedule or when an event asks for it."""

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.concern import Concern

BACKEND = Backend(
    name="prefect",
    concern=Concern.ORCHESTRATION,
    summary="flows, deployments, schedules and automations",
    options="mlspec.backends.prefect.options:PrefectOptions",
    lower="mlspec.backends.prefect.lowering:lower",
    emit="mlspec.backends.prefect.emission:emit",
    requires=("prefect>=3.4,<4", "sqlalchemy<2.1", "fastapi<0.155"),
)
