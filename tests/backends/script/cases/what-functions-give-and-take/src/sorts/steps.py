"""Functions of all sorts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass
class Parts:
    """Two things with names."""

    third: int
    fourth: str


def pair(size: int, /, **rest: int) -> tuple[int, str]:
    """A tuple."""
    return size, "right"


def mapped(params: Mapping[str, Any], left: int) -> dict[str, int]:
    """A map."""
    return {"a": left, "b": 2}


async def named(second: int, day: date, file: Path, run_id: str) -> Parts:
    """An object."""
    return Parts(second, run_id)


def fit(fourth: str, workdir: Path, as_of: str) -> bytes:
    """A model."""
    return fourth.encode()


def evaluate(model: bytes, right: str) -> tuple[str, dict[str, float]]:
    """Metrics, and something else before them."""
    return "plot", {"length": len(model)}
