"""MLflow: runs, metrics and datasets in its store, models in its registry, found by alias."""

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.concern import Concern

BACKEND = Backend(
    name="mlflow",
    concern=Concern.TRACKING,
    summary="runs, metrics and models in an MLflow store, embedded or on a server",
    options="mlspec.backends.mlflow.options:MlflowOptions",
    lower="mlspec.backends.mlflow.lowering:lower",
    emit="mlspec.backends.mlflow.emission:emit",
    requires=("mlflow>=3.12", "skops>=0.11", "sqlalchemy<2.1"),
)
