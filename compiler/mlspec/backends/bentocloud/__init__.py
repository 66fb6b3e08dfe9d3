"""A deployment on BentoCloud: known to the language, not compiled yet."""

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.concern import Concern

BACKEND = Backend(
    name="bentocloud",
    concern=Concern.DEPLOYMENT,
    summary="a deployment on BentoCloud",
    options="mlspec.backends.bentocloud.options:BentocloudOptions",
)
