"""What a step runs, in a few words for readers."""

from mlspec.ir.binding import FromContext, FromOutput, FromParam, FromReference, FromText, Source
from mlspec.ir.graph import Graph
from mlspec.ir.step import (
    Call,
    ColumnCheck,
    Command,
    GateCheck,
    MetricsFile,
    ModelTests,
    Registration,
    Split,
    Step,
)
from mlspec.schema.references import AsOfReference, EnvReference, FileReference, SecretReference

_LONGEST = 60


def code_of(step: Step) -> str:
    """What of the user's own a step runs, as he wrote it; empty where it runs nothing of his."""
    match step.action:
        case Call(module, function):
            return f"{module}:{function}"
        case Command(words):
            return " ".join(map(_word, words))
        case ModelTests(paths):
            return " ".join(paths)
        case _:
            return ""


def doing_of(graph: Graph, step: Step) -> str:
    """What a step does that runs nothing of the user's."""
    match step.action:
        case ColumnCheck(name):
            dataset = graph.dataset(name)
            return _counted(len(dataset.columns) if dataset else 0, "column")
        case Split(_, _, holdout, validation):
            kept = f", {_percent(validation)} for validation" if validation else ""
            return f"{_percent(holdout)} held out{kept}"
        case MetricsFile(output):
            return f"reads {output}"
        case GateCheck(gates):
            return _counted(len(gates), "gate")
        case Registration(name):
            return name
        case _:
            return ""


def shortened(text: str) -> str:
    """Text that fits a box."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _word(word: Source) -> str:
    match word:
        case FromText(text):
            return text
        case FromParam(name) | FromOutput(name) | FromContext(name):
            return f"{{{name}}}"
        case FromReference(AsOfReference()):
            return "{as_of}"
        case FromReference(EnvReference(name) | SecretReference(name)):
            return f"{{{name}}}"
        case FromReference(FileReference(path)):
            return path
        case _:
            return "…"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _percent(share: float) -> str:
    return f"{round(share * 100, 6):g}%"
