"""How rows are held out."""

from enum import Enum


class SplitMethod(Enum):
    """By chance, the latest rows, or whole groups."""

    RANDOM = "random"
    TIME = "time"
    GROUP = "group"
