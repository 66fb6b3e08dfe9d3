"""How far a change reaches."""

from enum import Enum


class Impact(Enum):
    """From the mildest to the gravest."""

    NONE = "none"
    IN_PLACE = "in place"
    ROLLOUT = "rollout"
    RETRAIN = "retrain"
    BREAKING = "breaking for callers"
