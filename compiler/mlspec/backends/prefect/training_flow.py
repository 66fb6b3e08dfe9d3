"""What `flows/training_flow.py` is made of: tasks, the lines that call them, and what a run ends with."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class Caching:
    """Whether some tasks keep their results, and whether some may never."""

    keeps: bool
    never: bool


@record
class Environments:
    """The parameter that says what a run is for: its type, and what `--env` takes; empty where nothing depends on it.

    A model goes through the environments that are `passed`; `later` ones get what the one before them has, and some
    have gates of their own (`judges`).
    """

    type: Code = Code()
    choices: Code = Code()
    passed: bool = False
    later: bool = False
    judges: bool = False


@record
class TrainingFlow:
    """The whole of `flows/training_flow.py`.

    `lines` call the tasks and log; `contexts` is what they run within. `shows` says that gates leave a page behind,
    `counts` that rows are told, `forces` that a result may be there already which a run can be made to leave aside.
    """

    name: str
    spec_path: str
    flow_tag: str
    artifact: str
    purpose: str
    limits_threads: bool
    standard_imports: tuple[Code, ...]
    prefect_imports: tuple[Code, ...]
    siblings: tuple[Code, ...]
    decorator: Code
    faults: Code
    known_faults: Code
    caching: Caching
    tasks: tuple[Code, ...]
    environments: Environments
    alias: bool
    forces: bool
    forced: str
    refusable: bool
    registers: bool
    reuses: bool
    checks_again: bool
    tracked: bool
    identity: bool
    found: Code
    parameters: Code
    begun: tuple[Code, ...]
    contexts: Code
    taken: Code
    signature: Code
    lines: tuple[Code, ...]
    values: Code
    shows: bool
    gated: bool
    counts: bool
    tells_metrics: bool
    message: Code
    summary: Code
    named: Code
    store: Code
    started: Code
    exit_statuses: str
