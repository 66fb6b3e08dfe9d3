"""The ways in which MLflow stores a model: by a library that it knows, by its own interface, or as plain files."""

from enum import Enum

from mlspec.ir.graph import Graph
from mlspec.ir.step import Call, Command, Registration
from mlspec.vocabulary.record import record


class Form(Enum):
    """How a model becomes a version."""

    LIBRARY = "logged by MLflow's module for the library"
    ADAPTED = "pickled, behind MLflow's own interface"
    FILES = "as files, which any program may read"


@record
class Flavor:
    """A word that `register.flavor` may say; `takes_frames` where it predicts on frames like its training data."""

    name: str
    form: Form
    takes_frames: bool = True


FLAVORS = {
    flavor.name: flavor
    for flavor in (
        Flavor("lightgbm", Form.LIBRARY),
        Flavor("pyfunc", Form.ADAPTED),
        Flavor("pytorch", Form.LIBRARY, takes_frames=False),
        Flavor("sklearn", Form.LIBRARY),
        Flavor("xgboost", Form.LIBRARY),
    )
}
FILES = Flavor("", Form.FILES, takes_frames=False)
_OF_LIBRARY = {"lightgbm": "lightgbm", "sklearn": "sklearn", "torch": "pytorch", "xgboost": "xgboost"}


def flavor_of(graph: Graph, registration: Registration, model: str) -> Flavor:
    """What the spec says; else what the annotation of the function that makes the model says; files stay files."""
    if registration.files or makes_file(graph, model):
        return FILES
    return FLAVORS.get(registration.flavor or _annotated(graph, model), FILES)


def makes_file(graph: Graph, output: str) -> bool:
    """Whether what a step gives is a file or folder, not an object."""
    for step in graph.steps:
        if output in step.outputs:
            alone = len(step.outputs) == 1
            is_path = isinstance(step.action, Call) and step.action.annotation == "pathlib.Path"
            return isinstance(step.action, Command) or (alone and is_path)
    return False


def _annotated(graph: Graph, output: str) -> str:
    calls = (step.action for step in graph.steps if step.outputs == (output,) and isinstance(step.action, Call))
    annotation = next((call.annotation for call in calls), "")
    return _OF_LIBRARY.get(annotation.partition(".")[0], "")
