"""Spelling `tracking.py` and what belongs to it, and telling later back ends of it."""

from collections.abc import Iterator

from mlspec.backends.mlflow.registry_lowering import ADAPTER_FILE
from mlspec.backends.mlflow.tracking_files import AdapterModule, TrackingFiles
from mlspec.backends.mlflow.tracking_module import TrackingModule
from mlspec.codegen.artifact import Artifact, Emission
from mlspec.codegen.template import Template
from mlspec.ir.offer import GeneratedFile, Offer
from mlspec.ir.offer import TrackingModule as TrackingOffer

TRACKING = Template("mlflow/tracking.py.j2", TrackingModule)
ADAPTER = Template("mlflow/pyfunc_model.py.j2", AdapterModule)


def emit(files: TrackingFiles) -> Emission:
    """The module, and the file that shows MLflow a model which it does not know."""
    return Emission(tuple(_artifacts(files)), tuple(_offers(files)))


def _artifacts(files: TrackingFiles) -> Iterator[Artifact]:
    yield Artifact(f"{files.folder}/tracking.py", TRACKING.render(files.tracking))
    if files.adapter is not None:
        yield Artifact(f"{files.folder}/{ADAPTER_FILE}", ADAPTER.render(files.adapter))


def _offers(files: TrackingFiles) -> Iterator[Offer]:
    path = f"{files.folder}/tracking.py"
    registry = files.tracking.registry
    purpose = "runs, metrics, versions and aliases in MLflow" if registry else "runs and metrics in MLflow"
    yield GeneratedFile(path, purpose)
    if files.adapter is not None:
        yield GeneratedFile(f"{files.folder}/{ADAPTER_FILE}", "the registered model as MLflow's own interface shows it")
    yield TrackingOffer(
        path=path,
        store=files.store,
        tracker="MLflow",
        variable=files.variable,
        model=registry.model if registry else "",
        environments=files.environments,
        reference=files.reference,
        inputs=registry is not None and registry.example is not None,
    )
