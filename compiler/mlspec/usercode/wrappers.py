"""Decorators and constructors of known tools that turn a plain function into an object of theirs.

mlspec calls plain functions; what a tool has wrapped takes other arguments, or starts the tool. A name ends in `.*`
where all that lies below it does so.
"""

WRAPPERS: dict[str, str] = {
    "airflow.decorators.*": "an Airflow task",
    "airflow.sdk.*": "an Airflow task",
    "bentoml.Service": "a BentoML service",
    "bentoml.api": "a BentoML endpoint",
    "bentoml.service": "a BentoML service",
    "bentoml.task": "a BentoML endpoint",
    "celery.Celery": "a Celery task",
    "celery.shared_task": "a Celery task",
    "celery.task": "a Celery task",
    "click.Group": "a click command",
    "click.command": "a click command",
    "click.group": "a click command",
    "dagster.*": "a Dagster definition",
    "dask.delayed": "a Dask task",
    "fastapi.APIRouter": "a FastAPI route",
    "fastapi.FastAPI": "a FastAPI route",
    "flask.Blueprint": "a Flask route",
    "flask.Flask": "a Flask route",
    "flytekit.*": "a Flyte task",
    "hamilton.function_modifiers.*": "a Hamilton function",
    "hydra.main": "a Hydra program",
    "kfp.dsl.*": "a Kubeflow component",
    "luigi.*": "a Luigi task",
    "metaflow.*": "a Metaflow step",
    "modal.App": "a Modal function",
    "modal.function": "a Modal function",
    "prefect.*": "a Prefect object",
    "prefect.flow": "a Prefect flow",
    "prefect.task": "a Prefect task",
    "pytest.fixture": "a pytest fixture",
    "ray.remote": "a Ray remote function",
    "ray.serve.*": "a Ray Serve deployment",
    "sagemaker.remote_function.remote": "a SageMaker remote function",
    "typer.Typer": "a typer command",
    "zenml.*": "a ZenML step",
}


def wrapper_of(name: str) -> str:
    """What the tool makes of a function, by the dotted name of a decorator or constructor; empty for unknown ones."""
    while name:
        if name in WRAPPERS:
            return WRAPPERS[name]
        parent = name.rpartition(".")[0]
        if f"{parent}.*" in WRAPPERS:
            return WRAPPERS[f"{parent}.*"]
        name = parent
    return ""
