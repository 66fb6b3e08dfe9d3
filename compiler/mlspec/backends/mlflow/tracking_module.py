"""What `tracking.py` is made of."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class TrackingModule:
    """The whole of `tracking.py`."""

    name: str
    spec_path: str
    up: int
    project_folder: str
    store: Code
    experiment: str
    model: str
    files: tuple[str, ...]
