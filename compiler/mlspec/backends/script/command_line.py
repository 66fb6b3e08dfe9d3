"""What `run.py` is made of: the table of steps, the environments, and what is logged and registered on the way."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class ChampionCheck:
    """How the gates get the champion's metrics: from its record, or measured `again`."""

    signature: Code
    summary: str
    found: Code
    again: bool
    lines: tuple[Code, ...]


@record
class Registrar:
    """What stands between the steps and the registry where these do not give just what it takes."""

    signature: Code
    summary: str
    lines: tuple[Code, ...]


@record
class Places:
    """The environments that a version goes through; without any it gets at most one alias.

    A version enters a place by an alias alone, unless gates wait there (`judges`, and what they compare with) or some
    places have stores of their own (`copies`).
    """

    alias: str = ""
    rows: tuple[Code, ...] = ()
    has_later: bool = False
    enters: bool = False
    judges: bool = False
    champion: Code = Code()
    copies: bool = False


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
    steps: tuple[Code, ...]
    champion: ChampionCheck | None
    registrar: Registrar | None
    tracked: bool
    untracked: bool
    registers: bool
    places: Places
    exit_statuses: str
    reuses: bool
    checked_again: Code
    asks_environment: bool
    environment_names: Code
    asks_workdir: bool
    values: Code
    made_of: Code
    refusable: bool
    gated: bool
    measures: bool
    logs: tuple[Logs, ...]
    frames: Code
    faults: Code
