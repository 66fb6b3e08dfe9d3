"""The files that the back end writes for a project."""

from mlspec.backends.bentoml.service_module import (
    BatchingModule,
    GatewayModule,
    ObservationModule,
    ReplayModule,
    RequestLogModule,
    ServiceModule,
    StartModule,
    VersionModule,
)
from mlspec.ir.offer import Offer
from mlspec.vocabulary.record import record


@record
class ServiceFiles:
    """One module a file and the build file, all None where nothing can be served; and what others learn of them."""

    folder: str
    spec_path: str
    service: ServiceModule | None = None
    gateway: GatewayModule | None = None
    observation: ObservationModule | None = None
    request_log: RequestLogModule | None = None
    version: VersionModule | None = None
    start: StartModule | None = None
    batching: BatchingModule | None = None
    replay: ReplayModule | None = None
    bentofile: tuple[tuple[str, object], ...] = ()
    offers: tuple[Offer, ...] = ()
