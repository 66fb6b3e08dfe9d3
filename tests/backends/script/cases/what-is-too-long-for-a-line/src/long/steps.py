"""A function with long values."""

from typing import Any


def train(prompt: str, stop_words: list[str], nested: dict[str, Any]) -> str:
    """Nothing much."""
    return prompt + "".join(stop_words) + str(nested)
