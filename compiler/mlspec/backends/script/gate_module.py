"""What `gates.py` is made of: comparisons that read like the spec."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class GateView:
    """One gate as an expression: on one line where it fits, else an argument a line."""

    line: Code
    lines: tuple[Code, ...]


@record
class Promotion:
    """The further gates of an environment that a model is promoted to."""

    environment: str
    gates: tuple[GateView, ...]


@record
class GateModule:
    """The whole of `gates.py`."""

    name: str
    spec_path: str
    gates: tuple[GateView, ...]
    promotions: tuple[Promotion, ...] = ()
    reads_files: bool = False
