"""What a column of a dataset, or a field of a request or a response, holds."""

from enum import Enum


class ColumnType(Enum):
    """What `type` may say."""

    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    STRING = "string"
    CATEGORY = "category"
    TEXT = "text"
    TIMESTAMP = "timestamp"
    DATE = "date"
    IMAGE = "image"
    ARRAY = "array"
    LIST = "list"
    MAP = "map"
