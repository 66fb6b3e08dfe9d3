"""What a plan says will happen to a part of a model."""

from enum import Enum


class PlanAction(Enum):
    """From nothing to the strongest."""

    NOTHING = "nothing"
    RESTORE = "restore"
    UPDATE = "update in place"
    RESTART = "restart"
    ROLLOUT = "rollout"
    PROMOTE = "promote"
    RUN = "run"
    BOOTSTRAP = "bootstrap"
    REMOVE = "remove"
