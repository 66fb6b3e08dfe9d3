"""What `run.py` is made of: the table of steps, the environments, and what is logged and registered on the way."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class StepRow:
    """A row of the table of steps."""

    arguments: Code


@record
class EnvironmentRow:
    """An environment: its aliases, and where its models come from if it builds none."""

    name: str
    arguments: Code


@record
class ChampionCheck:
    """How the gates get the champion's metrics; `again` measures it anew, where it is empty the recorded ones count."""

    alias: str
    parameters: Code
    summary: str
    again: Code


@record
class Logs:
    """What the tracker is told once a step has run."""

    step: str
    lines: tuple[Code, ...]


@record
class CommandLine:
    """The whole of `run.py`."""

    name: str
    spec_path: str
    up: int
    work: str
    shows_frames: bool
    imports: tuple[Code, ...]
    limits_threads: bool
    starts_programs: bool
    steps: tuple[StepRow, ...]
    environments: tuple[EnvironmentRow, ...]
    promotes_by_gates: bool
    tracked: bool
    untracked: bool
    registers: bool
    reuses: bool
    measures: bool
    gated: bool
    champion: ChampionCheck | None
    checked_again: Code
    absent: Code
    logs: tuple[Logs, ...]
    frames: Code
    faults: Code
