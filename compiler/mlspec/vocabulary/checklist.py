"""What has to be watched of a model that serves: the checklist that every model's page answers."""

from enum import Enum


class ChecklistItem(Enum):
    """In the order in which the page shows them."""

    INPUTS = "input distribution"
    PREDICTIONS = "prediction distribution"
    LATENCY = "latency p50, p95, p99"
    ERRORS = "error rates by type"
    VERSION = "model version in logs"
    ALERTS = "drift alerts"
    RETRAINING = "retraining triggers"
