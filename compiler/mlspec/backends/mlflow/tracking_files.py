"""The files that the back end writes for a project."""

from mlspec.backends.mlflow.tracking_module import TrackingModule
from mlspec.vocabulary.record import record


@record
class TrackingFiles:
    """The module, and the folder that it stands in."""

    folder: str
    tracking: TrackingModule
