"""A typed service of the registered model: known to the language, not compiled yet."""

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.concern import Concern

BACKEND = Backend(
    name="bentoml",
    concern=Concern.SERVING,
    summary="a typed service of the registered model",
    options="mlspec.backends.bentoml.options:BentomlOptions",
    requires=("bentoml>=1.4",),
)
