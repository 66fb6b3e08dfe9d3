"""What `run.py` is made of: the table of steps, the environments, and what is logged and registered on the way."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class StepRow:
    """A row of the table of steps."""

    name: str
    run: Code
    takes: tuple[str, ...]
    gives: tuple[str, ...]


@record
class EnvironmentRow:
    """An environment: its aliases, and where its models come from if it builds none."""

    name: str
    aliases: tuple[str, ...]
    comes_from: str
    has_gates: bool


@record
class ChampionCheck:
    """How the gates get the champion's metrics: `parameters` and `arguments` are those of measuring it again."""

    alias: str
    parameters: Code
    scored: Code


@record
class Register:
    """What registering takes: the model, a few rows as an example, the metrics."""

    parameters: Code
    arguments: Code
    artifacts: tuple[str, ...]


@record
class LoggedDataset:
    """A frame that the tracker is told of once a step has given it."""

    step: str
    name: str
    context: str


@record
class CommandLine:
    """The whole of `run.py`."""

    name: str
    spec_path: str
    imports: tuple[Code, ...]
    work: str
    limits_threads: bool
    steps: tuple[StepRow, ...]
    environments: tuple[EnvironmentRow, ...]
    tracked: bool
    registers: Register | None
    gated: bool
    champion: ChampionCheck | None
    datasets: tuple[LoggedDataset, ...]
    measured: tuple[str, ...]
    frames: tuple[str, ...]
    faults: Code
