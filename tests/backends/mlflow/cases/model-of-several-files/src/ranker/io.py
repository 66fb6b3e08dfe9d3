"""Makes a ranker of its files."""

from pathlib import Path
from typing import Any


def load(weights: Path, encoder: Any) -> tuple[bytes, Any]:
    return weights.read_bytes(), encoder
