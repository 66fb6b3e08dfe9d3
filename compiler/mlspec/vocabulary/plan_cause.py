"""The kinds of reason that a plan gives."""

from enum import Enum


class PlanCause(Enum):
    """What is behind an action."""

    FIELD = "field"
    CODE = "code"
    FILE = "file"
    REQUIREMENT = "requirement"
    DATA = "data"
    STEP = "step"
    CONTRACT = "contract"
    APPROVAL = "approval"
    NAME = "name"
