"""Hands on what it gets."""


def load() -> int:
    """The first."""
    return 1


def step(given: int) -> int:
    """The next."""
    return given + 1


def two(given: int) -> tuple[int, int]:
    """The next two."""
    return given + 1, given + 2
