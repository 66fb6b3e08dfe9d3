"""Counts words."""

from pathlib import Path


def words() -> list[str]:
    """A few."""
    return ["a", "b", "a"]


def count(words: list[str]) -> tuple[dict[str, int], Path]:
    """How often each is there."""
    return {word: words.count(word) for word in words}, Path("longest.txt")


def measure(counts: dict[str, int]) -> dict[str, float]:
    """How many differ."""
    return {"different": float(len(counts))}
