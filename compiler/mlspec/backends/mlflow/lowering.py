"""From the graph and the options to what `tracking.py` is made of."""

from typing import TYPE_CHECKING, cast

from mlspec.backends.mlflow.stores import address_expression, address_of
from mlspec.backends.mlflow.tracking_files import TrackingFiles
from mlspec.backends.mlflow.tracking_module import TrackingModule
from mlspec.codegen.backend import Request

if TYPE_CHECKING:
    from mlspec.backends.mlflow.options import MlflowOptions


def lower(request: Request) -> TrackingFiles:
    """Decide what the module holds."""
    graph = request.graph
    options = cast("MlflowOptions | None", request.options)
    registration = graph.registration()
    return TrackingFiles(
        graph.output_folder,
        TrackingModule(
            name=graph.name,
            spec_path=graph.spec_path,
            up=graph.output_folder.count("/") + 1,
            project_folder=graph.project_folder,
            store=address_expression(address_of(options)),
            experiment=(options.experiment if options else "") or graph.name,
            model=registration.name if registration else "",
            files=tuple(path.removeprefix(f"{graph.project_folder}/") for path in registration.artifacts) if registration else (),
        ),
    )
