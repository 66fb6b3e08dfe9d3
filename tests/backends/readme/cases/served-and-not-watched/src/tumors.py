"""What was measured, and what is learnt of it."""

from typing import Any


def load() -> dict[str, list[float]]:
    return {}


def train(training: dict[str, list[float]]) -> Any:
    return None
