"""What a failed gate does."""

from enum import Enum


class GateSeverity(Enum):
    """An error stops the model; a warning is shown and lets it through."""

    ERROR = "error"
    WARN = "warn"
