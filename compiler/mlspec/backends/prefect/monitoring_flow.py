"""What `flows/monitoring_flow.py` is made of."""

from mlspec.vocabulary.record import record


@record
class MonitoringFlow:
    """The whole of `flows/monitoring_flow.py`; `resource` is what its events are about."""

    name: str
    spec_path: str
    flow_name: str
    flow_tag: str
    artifact: str
    resource: str
