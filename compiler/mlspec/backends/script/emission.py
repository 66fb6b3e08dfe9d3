"""Spelling the script back end's modules as files, and telling later back ends of them."""

from collections.abc import Iterator

from mlspec.backends.script.column_module import ColumnModule
from mlspec.backends.script.command_line import CommandLine
from mlspec.backends.script.gate_module import GateModule
from mlspec.backends.script.predictor_module import PredictorModule
from mlspec.backends.script.release_module import ReleaseModule
from mlspec.backends.script.script_files import ScriptFiles
from mlspec.backends.script.stage_module import StageModule
from mlspec.codegen.artifact import Artifact, Emission
from mlspec.codegen.template import Template
from mlspec.ir.offer import GateModule as GateOffer
from mlspec.ir.offer import GeneratedFile, Offer

COLUMNS = Template("script/columns.py.j2", ColumnModule)
GATES = Template("script/gates.py.j2", GateModule)
STAGES = Template("script/stages.py.j2", StageModule)
RELEASE = Template("script/release.py.j2", ReleaseModule)
PREDICTOR = Template("script/predictor.py.j2", PredictorModule)
COMMAND_LINE = Template("script/run.py.j2", CommandLine)


def emit(files: ScriptFiles) -> Emission:
    """One artifact a module that the project has a use for."""
    return Emission(tuple(_artifacts(files)), tuple(_offers(files)))


def _artifacts(files: ScriptFiles) -> Iterator[Artifact]:
    if files.columns is not None:
        yield Artifact(f"{files.folder}/columns.py", COLUMNS.render(files.columns))
    if files.gates is not None:
        yield Artifact(f"{files.folder}/gates.py", GATES.render(files.gates))
    if files.stages is not None:
        yield Artifact(f"{files.folder}/stages.py", STAGES.render(files.stages))
    if files.release is not None:
        yield Artifact(f"{files.folder}/release.py", RELEASE.render(files.release))
    if files.predictor is not None:
        yield Artifact(f"{files.folder}/predictor.py", PREDICTOR.render(files.predictor))
    if files.command_line is not None:
        yield Artifact(f"{files.folder}/run.py", COMMAND_LINE.render(files.command_line))


def _offers(files: ScriptFiles) -> Iterator[Offer]:
    if files.columns is not None:
        yield GeneratedFile(
            f"{files.folder}/columns.py", "the declared columns, and the check of a real frame against them"
        )
    if files.gates is not None:
        yield GeneratedFile(f"{files.folder}/gates.py", "the gates as plain comparisons")
        yield GateOffer(f"{files.folder}/gates.py", performance=bool(files.gates.performance))
    if files.stages is not None:
        yield GeneratedFile(f"{files.folder}/stages.py", "the steps as plain functions, without any framework")
    if files.release is not None:
        yield GeneratedFile(f"{files.folder}/release.py", "how a model gets from its metrics to an alias")
    if files.predictor is not None:
        yield GeneratedFile(f"{files.folder}/predictor.py", "what the service answers, without any server")
    yield from files.offers
    if files.command_line is not None:
        yield GeneratedFile(f"{files.folder}/run.py", "the lifecycle as a command line")
        yield from files.commands
