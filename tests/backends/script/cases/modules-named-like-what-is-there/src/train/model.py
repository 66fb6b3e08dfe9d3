"""A package called like a step."""


def train(training: list[int], pd: int) -> int:
    """A model."""
    return sum(training) + pd
