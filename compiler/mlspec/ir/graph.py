"""The lifecycle of one model: its steps in an order in which they can run, and what they share."""

from mlspec.ir.column import Dataset
from mlspec.ir.facet import Facet
from mlspec.ir.gate import Gate
from mlspec.ir.service import Service
from mlspec.ir.step import Registration, Step
from mlspec.ir.watch import Retraining, Watch
from mlspec.vocabulary.record import record


@record
class Environment:
    """A place that a model is built in or promoted to; its further `gates` may ask the version at `champion_alias`."""

    name: str
    builds: bool
    after: str = ""
    alias: str = ""
    approval: bool = False
    gates: tuple[Gate, ...] = ()
    champion_alias: str = ""


@record
class Prediction:
    """What the model predicts."""

    kind: str
    column: str = ""
    positive: object = None


@record
class Graph:
    """One model; all paths are relative to the repository."""

    name: str
    description: str
    owner: str
    spec_path: str
    project_folder: str
    output_folder: str
    source_roots: tuple[str, ...]
    requirement_files: tuple[str, ...]
    pins: tuple[tuple[str, str], ...]
    datasets: tuple[Dataset, ...]
    steps: tuple[Step, ...]
    environments: tuple[Environment, ...]
    prediction: Prediction | None
    facets: tuple[Facet, ...]
    python: str = "3.11"
    service: Service | None = None
    watch: Watch | None = None
    retraining: Retraining | None = None

    def step(self, name: str) -> Step:
        """The step of this name; raises KeyError."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def dataset(self, name: str) -> Dataset | None:
        """The declared dataset of this name."""
        return next((dataset for dataset in self.datasets if dataset.name == name), None)

    def pins_package(self, name: str) -> bool:
        """Whether the requirements pin a package."""
        return any(pinned == name for pinned, _ in self.pins)

    def registration(self) -> Registration | None:
        """How the model is registered, if it is."""
        return next((step.action for step in self.steps if isinstance(step.action, Registration)), None)
