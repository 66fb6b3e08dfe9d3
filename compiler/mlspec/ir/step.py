"""A step of the lifecycle: what it runs, what it takes and what it gives."""

from enum import Enum
from typing import TypeAlias

from mlspec.ir.binding import Binding, Source
from mlspec.ir.gate import Gate
from mlspec.source.route import Route
from mlspec.vocabulary.record import record
from mlspec.vocabulary.role import Role


class Returns(Enum):
    """How a function's answer becomes the step's outputs."""

    ONE = "one value"
    TUPLE = "a tuple, by position"
    KEYS = "a mapping, by key"
    ATTRIBUTES = "an object, by attribute"


@record
class Call:
    """A plain function of the user's; `keys` are those of the step's outputs where keys tell them apart."""

    module: str
    function: str
    bindings: tuple[Binding, ...] = ()
    returns: Returns = Returns.ONE
    annotation: str = ""
    asynchronous: bool = False
    keys: tuple[str, ...] = ()


@record
class Command:
    """A program of the user's, with files as inputs and outputs; paths are relative to the repository.

    `scripts` are the files of code that its words name, each with the digest of its bytes.
    """

    words: tuple[Source, ...]
    workdir: str
    environment: tuple[tuple[str, Source], ...] = ()
    input_files: tuple[str, ...] = ()
    output_files: tuple[tuple[str, str], ...] = ()
    scripts: tuple[tuple[str, str], ...] = ()


@record
class ColumnCheck:
    """The declared columns of a dataset are checked on the real frame."""

    dataset: str


@record
class Split:
    """Rows are held out; a share of the rows, by chance, by time or by group."""

    dataset: str
    method: str
    holdout: float
    validation: float = 0.0
    seed: int = 0
    stratify: str = ""
    by: str = ""


@record
class MetricsFile:
    """Metrics that an earlier step has left in a file of JSON become the step's output."""

    output: str


@record
class ModelTests:
    """The user's own tests of the trained model; the paths are relative to the project's folder."""

    paths: tuple[str, ...]


@record
class GateCheck:
    """The model's metrics are compared with the gates and with the champion."""

    gates: tuple[Gate, ...]
    champion_alias: str = ""
    score_again: bool = False


@record
class Registration:
    """A model that passed becomes a version in the registry."""

    name: str
    flavor: str
    artifacts: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    load: str = ""
    description: str = ""
    tags: tuple[tuple[str, str], ...] = ()


Action: TypeAlias = Call | Command | ColumnCheck | Split | MetricsFile | ModelTests | GateCheck | Registration


@record
class Step:
    """One node of the graph; names in `inputs` and `outputs` are those that wire the spec.

    `files` are those of the repository that its result depends on beside code, as paths from the project's folder, each
    with its digest.
    """

    name: str
    role: Role
    action: Action
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    route: Route
    params: tuple[tuple[str, object], ...] = ()
    retries: int = 0
    timeout_seconds: float | None = None
    cache_seconds: float | None = None
    version: Call | str | None = None
    files: tuple[tuple[str, str], ...] = ()
