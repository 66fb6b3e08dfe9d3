"""The files that the back end writes for a project."""

from mlspec.backends.mlflow.tracking_module import TrackingModule
from mlspec.vocabulary.record import record


@record
class AdapterModule:
    """The whole of `pyfunc_model.py`."""

    name: str
    spec_path: str


@record
class TrackingFiles:
    """The modules, the folder that they stand in, and what other back ends have to know of the store.

    `store` is its address as far as it is known before the job runs, `variable` the name of the variable that may hold
    another, `environments` are those whose versions are copied to a store of their own. `reference` names the rows that
    are kept with a version.
    """

    folder: str
    store: str
    variable: str
    environments: tuple[str, ...]
    reference: str
    tracking: TrackingModule
    adapter: AdapterModule | None
