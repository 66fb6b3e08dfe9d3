"""The concerns that a back end can serve, in the order in which they are compiled."""

from enum import Enum


class Concern(Enum):
    """A later concern sees what the earlier ones offer."""

    TRACKING = "tracking"
    STAGES = "stages"
    SERVING = "serving"
    MONITORING = "monitoring"
    ORCHESTRATION = "orchestration"
    DEPLOYMENT = "deployment"
    CI = "ci"
    DOCS = "docs"
