"""An OpenAI-compatible server of a language model: known to the language, not compiled yet."""

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.concern import Concern

BACKEND = Backend(
    name="vllm",
    concern=Concern.SERVING,
    summary="an OpenAI-compatible server of a language model",
    requires=("vllm>=0.32",),
    options="mlspec.backends.vllm.options:VllmOptions",
)
