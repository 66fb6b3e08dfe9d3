"""How bad a diagnostic is."""

from enum import Enum


class Severity(Enum):
    """An error stops the compile; a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
