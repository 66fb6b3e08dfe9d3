"""What `gates.py` is made of: comparisons that read like the spec."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class Promotion:
    """The further gates of an environment that a model is promoted to."""

    environment: str
    gates: tuple[Code, ...]


@record
class GateModule:
    """The whole of `gates.py`; what nobody has a use for is left out.

    `performance` is what has to hold for a model that serves.
    """

    name: str
    spec_path: str
    gates: tuple[Code, ...]
    promotions: tuple[Promotion, ...]
    performance: tuple[Code, ...]
    judges: bool
    refuses: bool
    reads_files: bool
