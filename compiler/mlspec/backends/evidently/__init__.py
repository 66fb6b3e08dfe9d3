"""Drift reports and verdicts over what the service logged: known to the language, not compiled yet."""

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.concern import Concern

BACKEND = Backend(
    name="evidently",
    concern=Concern.MONITORING,
    summary="drift reports and verdicts over what the service logged",
    options="mlspec.backends.evidently.options:EvidentlyOptions",
    requires=("evidently>=0.7", "pandas<3.1"),
)
