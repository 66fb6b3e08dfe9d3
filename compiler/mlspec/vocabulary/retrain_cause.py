"""What a monitor can find that makes a model train again."""

from enum import Enum


class RetrainCause(Enum):
    """What `retrain.when` may list."""

    DRIFT = "drift"
    PERFORMANCE = "performance"
