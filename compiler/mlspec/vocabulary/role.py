"""The part a step plays in the lifecycle, where it plays one."""

from enum import Enum


class Role(Enum):
    """Sections of the lifecycle that a field's effect can name."""

    DATA = "data"
    TRAIN = "train"
    EVALUATE = "evaluate"
    GATES = "gates"
    REGISTER = "register"
    SCORE = "score"
    DEPLOY = "deploy"
    MONITOR = "monitor"
    RETRAIN = "retrain"
    JOB = "job"
