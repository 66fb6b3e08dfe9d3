"""The files that the back end writes for a project."""

from mlspec.backends.evidently.monitor_modules import (
    DriftModule,
    FindingsModule,
    MonitoringModule,
    ReportingModule,
    RequestLogModule,
)
from mlspec.ir.offer import Offer
from mlspec.vocabulary.record import record


@record
class MonitorFiles:
    """The monitor's modules; no `monitoring` where there is nothing to look at. `told` is what is not compiled."""

    folder: str
    schedule: str
    monitoring: MonitoringModule | None
    request_log: RequestLogModule | None
    drift: DriftModule | None
    findings: FindingsModule | None
    reporting: ReportingModule | None
    told: tuple[Offer, ...] = ()
