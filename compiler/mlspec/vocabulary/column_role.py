"""The part that a column plays beside the features."""

from enum import Enum


class ColumnRole(Enum):
    """What `role` may say; a column without one is a feature."""

    ID = "id"
    TIMESTAMP = "timestamp"
    TARGET = "target"
    GROUP = "group"
    WEIGHT = "weight"
