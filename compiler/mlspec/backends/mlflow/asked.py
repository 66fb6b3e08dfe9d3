"""What a spec asks of MLflow, as it was written: for checks, which see a spec before its options are validated."""

from collections.abc import Mapping
from typing import Any

from mlspec.schema.backend_choice import BackendChoice
from mlspec.source.route import Route
from mlspec.vocabulary.record import record


@record
class WrittenAddress:
    """A store's address and where it stands; the variable that may hold another, if there is one."""

    text: str
    route: Route
    variable: str = ""


def choice_of(tracking: Any) -> BackendChoice | None:
    """MLflow among the trackers, with its options."""
    backends = getattr(tracking, "backends", ())
    return next((choice for choice in backends if choice.name == "mlflow"), None)


def choice_in(view: Any) -> BackendChoice | None:
    """MLflow among the trackers of the base or of an environment."""
    return choice_of(view.sections.get("tracking"))


def address_in(choice: BackendChoice) -> WrittenAddress | None:
    """The address that a spec writes, itself or as a default."""
    written = choice.options.get("uri")
    route = (*choice.route, "uri")
    if isinstance(written, str):
        return WrittenAddress(written, route)
    if isinstance(written, Mapping) and isinstance(written.get("env"), str):
        default = written.get("default")
        return WrittenAddress(default if isinstance(default, str) else "", (*route, "default"), written["env"])
    return None
