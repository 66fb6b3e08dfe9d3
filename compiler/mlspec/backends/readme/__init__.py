"""The model's page: what it is, its lifecycle as a graph, what each generated file is for. Every project gets it."""

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.concern import Concern

BACKEND = Backend(
    name="readme",
    concern=Concern.DOCS,
    summary="a page about the model: lifecycle, gates, data, commands and files",
    lower="mlspec.backends.readme.lowering:lower",
    emit="mlspec.backends.readme.emission:emit",
    always=True,
)
