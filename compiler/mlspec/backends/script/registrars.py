"""What `release.py` hands to the registry: a model, rows that show what it takes, and what was measured."""

from mlspec.backends.script.annotations import METRICS, measures
from mlspec.backends.script.names import variable
from mlspec.backends.script.release_module import Registrar
from mlspec.codegen.code import Code
from mlspec.codegen.line_breaks import group, laid_out
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.graph import Graph
from mlspec.ir.step import ColumnCheck, Registration, Split, Step

_ROW = 4


def lower_registrar(graph: Graph, registration: Step) -> Registrar | None:
    """A function of its own where the model has several parts, or no rows or metrics are there to be kept with it."""
    if not isinstance(registration.action, Registration):
        return None
    files, rows, measured = registration.action.files, example_frame(graph), any(map(measures, graph.steps))
    if not files and rows and measured:
        return None
    outputs = registered_outputs(registration)
    parameters = [f"{variable(output)}: Any" for output in outputs]
    parameters += [f"{variable(rows)}: pd.DataFrame"] if rows else []
    parameters += [f"{METRICS}: Mapping[str, float]"] if measured else []
    parameters.append("identity: Mapping[str, str]")
    model = variable(outputs[0])
    lines: tuple[Code, ...] = ()
    if files:
        parts = (Code(f"{python_literal(name)}: {variable(output)}") for name, output in files)
        model, lines = Code("model"), (laid_out(group("model = {", parts, "}"), _ROW),)
    given = f"{model}, {variable(rows) if rows else None}, {METRICS if measured else '{}'}, identity"
    return Registrar(
        signature=laid_out(group("def register(", map(Code, parameters), ") -> tracking.Version:")),
        summary="Register the parts of the model as one version." if files else "Make the model a version.",
        lines=(*lines, Code(f"return tracking.register({given})")),
    )


def registered_outputs(registration: Step) -> tuple[str, ...]:
    """What steps give of the model, each part once."""
    files = registration.action.files if isinstance(registration.action, Registration) else ()
    return tuple(dict.fromkeys(output for _, output in files)) if files else registration.inputs[:1]


def example_frame(graph: Graph) -> str:
    """The frame whose rows show what the model takes; empty where there is none."""
    frames = _frames_given(graph)
    return "holdout" if "holdout" in frames else frames[-1] if frames else ""


def _frames_given(graph: Graph) -> tuple[str, ...]:
    return tuple(name for step in graph.steps if isinstance(step.action, (ColumnCheck, Split)) for name in step.outputs)
