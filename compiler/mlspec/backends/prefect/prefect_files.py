"""The files that the back end writes for a project."""

from mlspec.backends.prefect.deployment import Deployment
from mlspec.backends.prefect.monitoring_flow import MonitoringFlow
from mlspec.backends.prefect.training_flow import TrainingFlow
from mlspec.ir.offer import NotCompiled
from mlspec.vocabulary.record import record


@record
class SetupModule:
    """The whole of `prefect_setup.py`; `up` is how many folders lie between its own and the root."""

    name: str
    spec_path: str
    up: int


@record
class DeployModule:
    """The whole of `flows/deploy.py`; `own_pool` is the pool that it makes, empty where the spec names all pools."""

    name: str
    spec_path: str
    owner: str
    own_pool: str


@record
class PrefectFiles:
    """One module a file, None where the project has no use for it; nothing at all where no step is to run."""

    folder: str
    name: str = ""
    spec_path: str = ""
    setup: SetupModule | None = None
    training: TrainingFlow | None = None
    monitoring: MonitoringFlow | None = None
    deploy: DeployModule | None = None
    deployments: tuple[Deployment, ...] = ()
    not_compiled: tuple[NotCompiled, ...] = ()
