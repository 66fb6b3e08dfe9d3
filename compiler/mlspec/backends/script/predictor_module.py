"""What `predictor.py` is made of."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class EndpointFunction:
    """A function that answers requests of one endpoint: its first lines, what it does, and how."""

    signature: Code
    summary: str
    lines: tuple[Code, ...]


@record
class PredictorModule:
    """The whole of `predictor.py`; `frames` where some function is given a frame, `one_by_one` where one is not.

    `params` and the places are the lines of constants, empty where nothing is named there.
    """

    name: str
    spec_path: str
    up: int
    standard_imports: tuple[Code, ...]
    library_imports: tuple[Code, ...]
    source_folders: tuple[str, ...]
    user_imports: tuple[Code, ...]
    root: bool
    project: Code
    constants: tuple[Code, ...]
    endpoints: tuple[EndpointFunction, ...]
    frames: bool
