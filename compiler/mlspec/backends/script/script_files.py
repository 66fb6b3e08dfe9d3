"""The files that the back end writes for a project."""

from mlspec.backends.script.column_module import ColumnModule
from mlspec.backends.script.command_line import CommandLine
from mlspec.backends.script.gate_module import GateModule
from mlspec.backends.script.predictor_module import PredictorModule
from mlspec.backends.script.release_module import ReleaseModule
from mlspec.backends.script.stage_module import StageModule
from mlspec.ir.offer import Entrypoint, Offer
from mlspec.vocabulary.record import record


@record
class ScriptFiles:
    """One module a file, None where the project has no use for it; what others learn of them, and how to start it."""

    folder: str
    columns: ColumnModule | None
    gates: GateModule | None
    stages: StageModule | None
    release: ReleaseModule | None
    predictor: PredictorModule | None
    command_line: CommandLine | None
    offers: tuple[Offer, ...] = ()
    commands: tuple[Entrypoint, ...] = ()
