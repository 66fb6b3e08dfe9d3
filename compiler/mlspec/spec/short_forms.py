"""Short forms that several sections share."""

from typing import Any


def named_backend(value: Any) -> Any:
    """`prefect` as `{prefect: {}}`: the name alone stands for the back end with its defaults."""
    return {value: {}} if isinstance(value, str) else value


def listed_fields(value: Any, *names: str) -> Any:
    """The same map, with the text of some fields as lists of one."""
    if not isinstance(value, dict) or not any(isinstance(value.get(name), str) for name in names):
        return value
    return {key: [item] if key in names and isinstance(item, str) else item for key, item in value.items()}
