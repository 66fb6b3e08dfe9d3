"""A plain process on the machine: known to the language, not compiled yet."""

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.concern import Concern

BACKEND = Backend(
    name="process",
    concern=Concern.DEPLOYMENT,
    summary="a plain process on the machine",
    options="mlspec.backends.process.options:ProcessOptions",
)
