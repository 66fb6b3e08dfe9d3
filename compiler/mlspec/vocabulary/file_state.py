"""How a file on disk stands to what a compile wants there."""

from enum import Enum


class FileState(Enum):
    """The first four are written without asking where they differ, the others only by force."""

    UNCHANGED = "unchanged"
    NEW = "new"
    CHANGED = "changed"
    CONFLICTED = "conflicted"
    HAND_EDITED = "edited by hand"
    UNOWNED = "not written by mlspec"
