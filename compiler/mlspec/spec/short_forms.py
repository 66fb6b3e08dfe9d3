"""Short forms that several sections share."""

from typing import Any


def named_backend(value: Any) -> Any:
    """`prefect` as `{prefect: {}}`: the name alone stands for the back end with its defaults."""
    return {value: {}} if isinstance(value, str) else value
