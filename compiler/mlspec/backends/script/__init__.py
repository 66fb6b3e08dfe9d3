"""Plain Python: one framework-free function a step, and a command line over them. Every project gets it."""

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.concern import Concern

BACKEND = Backend(
    name="script",
    concern=Concern.ORCHESTRATION,
    summary="plain Python functions and a command line, without an orchestrator",
    options="mlspec.backends.script.options:ScriptOptions",
    lower="mlspec.backends.script.lowering:lower",
    emit="mlspec.backends.script.emission:emit",
    always=True,
    compiled_with=Concern.STAGES,
)
