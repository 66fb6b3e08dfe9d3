"""The files that the back end writes for a project."""

from mlspec.backends.script.column_module import ColumnModule
from mlspec.backends.script.command_line import CommandLine
from mlspec.backends.script.gate_module import GateModule
from mlspec.backends.script.stage_module import StageModule
from mlspec.ir.offer import Entrypoint
from mlspec.vocabulary.record import record


@record
class ScriptFiles:
    """One module a file, None where the project has no use for it; and the ways to start the command line."""

    folder: str
    columns: ColumnModule | None
    gates: GateModule | None
    stages: StageModule | None
    command_line: CommandLine | None
    commands: tuple[Entrypoint, ...] = ()
