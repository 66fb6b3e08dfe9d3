"""From the graph to what the modules of plain Python are made of."""

from mlspec.backends.script.column_lowering import lower_columns
from mlspec.backends.script.command_line_lowering import lower_command_line
from mlspec.backends.script.commands import lower_commands
from mlspec.backends.script.gate_lowering import lower_gates
from mlspec.backends.script.predictor_lowering import lower_predictor, predictor_offer
from mlspec.backends.script.release_lowering import lower_release, release_offer
from mlspec.backends.script.release_module import Places
from mlspec.backends.script.script_files import ScriptFiles
from mlspec.backends.script.stage_calls import stage_offer
from mlspec.backends.script.stage_lowering import lower_stages
from mlspec.codegen.backend import Request
from mlspec.ir.offer import TrackingModule, first_offer


def lower(request: Request) -> ScriptFiles:
    """Decide what each file holds; a file that would be empty is left out."""
    graph = request.graph
    tracking = first_offer(request.offers, TrackingModule)
    stages = lower_stages(graph)
    release = lower_release(graph, tracking)
    calls = stage_offer(graph, stages, tracking, release) if stages else None
    released = release_offer(graph, tracking, release)
    places = release.places if release else Places()
    predictor = lower_predictor(graph)
    return ScriptFiles(
        folder=graph.output_folder,
        columns=lower_columns(graph),
        gates=lower_gates(graph, registers=tracking is not None and graph.registration() is not None),
        stages=stages,
        release=release,
        predictor=predictor,
        command_line=lower_command_line(graph, stages, calls, released, places) if stages and calls else None,
        offers=tuple(offer for offer in (calls, released, predictor_offer(graph, predictor)) if offer is not None),
        commands=tuple(lower_commands(graph)),
    )
