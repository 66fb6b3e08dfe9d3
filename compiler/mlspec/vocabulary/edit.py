"""How a fix changes a spec."""

from enum import Enum


class Edit(Enum):
    """What is done at the route of a fix; a rename gives the key that the route ends in another name."""

    SET_VALUE = "set value"
    RENAME_KEY = "rename key"
    REMOVE = "remove"
