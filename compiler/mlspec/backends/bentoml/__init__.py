"""A typed service of the registered model, with its limits, metrics and request log."""

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.concern import Concern

BACKEND = Backend(
    name="bentoml",
    concern=Concern.SERVING,
    summary="a typed service of the registered model",
    options="mlspec.backends.bentoml.options:BentomlOptions",
    lower="mlspec.backends.bentoml.lowering:lower",
    emit="mlspec.backends.bentoml.emission:emit",
    requires=("bentoml>=1.4",),
)
