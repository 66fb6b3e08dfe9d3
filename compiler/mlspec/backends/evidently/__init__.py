"""Evidently: whether what a model is asked and answers is still like what it learnt from, and whether it is right."""

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.concern import Concern

BACKEND = Backend(
    name="evidently",
    concern=Concern.MONITORING,
    summary="drift reports and verdicts over what the service logged",
    options="mlspec.backends.evidently.options:EvidentlyOptions",
    lower="mlspec.backends.evidently.lowering:lower",
    emit="mlspec.backends.evidently.emission:emit",
    requires=("evidently>=0.7", "pandas<3.1", "pyarrow"),
)
