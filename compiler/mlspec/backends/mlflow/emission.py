"""Spelling `tracking.py`, and telling later back ends of it."""

from mlspec.backends.mlflow.tracking_files import TrackingFiles
from mlspec.backends.mlflow.tracking_module import TrackingModule
from mlspec.codegen.artifact import Artifact, Emission
from mlspec.codegen.template import Template
from mlspec.ir.offer import GeneratedFile, TrackingModule as TrackingOffer

TRACKING = Template("mlflow/tracking.py.j2", TrackingModule)


def emit(files: TrackingFiles) -> Emission:
    """One module."""
    path = f"{files.folder}/tracking.py"
    offers = (
        GeneratedFile(path, "records runs, registers models and finds them by alias, with MLflow"),
        TrackingOffer(path, "MLflow"),
    )
    return Emission((Artifact(path, TRACKING.render(files.tracking)),), offers)
