"""A model that counts."""

from collections import Counter


def count(words: list[str]) -> Counter[str]:
    """How often each word occurs."""
    return Counter(words)
