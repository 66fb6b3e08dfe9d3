"""What became of something between two sides of a comparison."""

from enum import Enum


class Alteration(Enum):
    """In the order in which a plan tells of it."""

    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"
    RENAMED = "renamed"
