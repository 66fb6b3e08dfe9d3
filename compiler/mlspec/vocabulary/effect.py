"""What a change of a field does to a role's steps."""

from enum import Enum


class Effect(Enum):
    """From the mildest to the strongest."""

    NOTHING = "nothing"
    IN_PLACE = "update in place"
    RESTART = "restart"
    ROLLOUT = "rollout"
    RERUN = "rerun"
