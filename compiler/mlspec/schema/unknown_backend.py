"""A key where the name of a back end may stand, and none has it: misspelt, at home elsewhere, or still to come."""

from collections.abc import Collection, Mapping
from typing import Any

from mlspec.schema.backend_choice import Host
from mlspec.schema.choices import listed
from mlspec.schema.refusal import Refused, quoted
from mlspec.schema.rules import UNKNOWN_BACKEND
from mlspec.source.spelling import nearest
from mlspec.vocabulary.concern import Concern

_SECTIONS = {
    Concern.TRACKING: "tracking",
    Concern.ORCHESTRATION: "orchestrate",
    Concern.SERVING: "deploy",
    Concern.DEPLOYMENT: "deploy.target",
    Concern.MONITORING: "monitor.with",
    Concern.CI: "ci",
}
_SYSTEMS = frozenset(
    "airflow argo argo_workflows arize aws_batch azure_pipelines azureml azure_ml bitbucket_pipelines buildkite "
    "circleci clearml cloud_run comet comet_ml dagster dask databricks deepchecks ecs fargate fastapi flyte gitlab "
    "gitlab_ci jenkins kfp kserve kubeflow lambda litserve luigi metaflow modal neptune nomad phoenix ray ray_serve "
    "ray_train sagemaker seldon sglang skypilot tei tensorboard tensorflow_serving tgi torchserve triton vertex "
    "vertex_ai wandb weights_and_biases whylabs whylogs zenml".split()
)
"""Well-known systems that mlspec could compile to; each leaves the list with its back end."""


def refuse_backend(
    word: str, host: Host, fields: Collection[str], where: str, backends: Mapping[Any, Collection[str]]
) -> Refused | None:
    """Why a key of a node that hosts back ends names none; None where it is rather a misspelt field."""
    known = tuple(sorted(backends.get(host.concern, ())))
    advice = (f"known are {listed(known)}",) if known else ()
    home = next((section for concern, section in _SECTIONS.items() if word in backends.get(concern, ())), None)
    if home is not None:
        message = f"{quoted(word)} is no {host.noun}: it stands below `{home}`"
        return Refused(UNKNOWN_BACKEND, message, label="of another section", advice=advice)
    if word.casefold().replace("-", "_") in _SYSTEMS:
        return Refused(UNKNOWN_BACKEND, f"mlspec has no back end {quoted(word)} yet", label="not yet", advice=advice)
    guess = nearest(word, (*known, *fields))
    if guess in fields:
        return None
    message = f"{quoted(word)} is no {host.noun} that mlspec knows"
    if fields and guess is None:
        message = f"{quoted(word)} is no field of `{where}`, and no {host.noun} of this name is known"
    return Refused(UNKNOWN_BACKEND, message, label=f"no such {host.noun}", advice=advice, instead=guess)
