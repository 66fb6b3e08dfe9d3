"""The kinds of part that a plan tells of."""

from enum import Enum


class PartKind(Enum):
    """Steps of the lifecycle, the environments that a model passes through, and what stands beside them."""

    STEP = "step"
    ENVIRONMENT = "environment"
    SERVICE = "service"
    MONITOR = "monitor"
    RETRAINING = "retraining"
    SCORING = "scoring"
    JOB = "job"
