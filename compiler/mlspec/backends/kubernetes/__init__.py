"""Manifests of the service, one folder an environment: known to the language, not compiled yet."""

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.concern import Concern

BACKEND = Backend(
    name="kubernetes",
    concern=Concern.DEPLOYMENT,
    summary="manifests of the service, one folder an environment",
    options="mlspec.backends.kubernetes.options:KubernetesOptions",
)
