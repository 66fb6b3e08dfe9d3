"""From the graph to what `stages.py`, `columns.py`, `gates.py` and `run.py` are made of."""

from mlspec.backends.script.column_lowering import lower_columns
from mlspec.backends.script.command_line_lowering import lower_command_line
from mlspec.backends.script.commands import lower_commands
from mlspec.backends.script.gate_lowering import lower_gates
from mlspec.backends.script.script_files import ScriptFiles
from mlspec.backends.script.stage_lowering import lower_stages
from mlspec.codegen.backend import Request
from mlspec.ir.offer import TrackingModule


def lower(request: Request) -> ScriptFiles:
    """Decide what each file holds; a file that would be empty is left out."""
    graph = request.graph
    tracked = any(isinstance(offer, TrackingModule) for offer in request.offers)
    stages = lower_stages(graph, tracked=tracked)
    return ScriptFiles(
        folder=graph.output_folder,
        columns=lower_columns(graph),
        gates=lower_gates(graph, registers=tracked and graph.registration() is not None),
        stages=stages,
        command_line=lower_command_line(request, stages),
        commands=tuple(lower_commands(graph)),
    )
