"""The stretches of a calendar that a date can be cut down to."""

from enum import Enum


class CalendarUnit(Enum):
    """What `floor` may say."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
