"""A container image: known to the language, not compiled yet."""

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.concern import Concern

BACKEND = Backend(
    name="docker",
    concern=Concern.DEPLOYMENT,
    summary="a container image",
    options="mlspec.backends.docker.options:DockerOptions",
)
