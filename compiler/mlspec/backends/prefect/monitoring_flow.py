"""What `flows/monitoring.py` is made of."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class MonitoringFlow:
    """The whole of `flows/monitoring.py`; `window` is how far a run looks back, `resource` what events are about."""

    name: str
    spec_path: str
    flow_name: str
    flow_tag: str
    artifact: str
    resource: str
    window: Code
