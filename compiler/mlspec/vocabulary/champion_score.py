"""Where the champion's metrics come from."""

from enum import Enum


class ChampionScore(Enum):
    """Scored again on the new held-out rows, or as recorded when it was trained."""

    AGAIN = "again"
    RECORDED = "recorded"
