"""How the metrics of patience are read.

Compiled from specs/steps-that-may-fail-or-hang/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from numbers import Real
from typing import Any


def flatten(metrics: Mapping[str, Any], prefix: str = "") -> dict[str, float]:
    """Nested metrics by dotted names, as floats; what is no number is left out."""
    return dict(_flat(metrics, prefix))


def _flat(metrics: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, float]]:
    for name, value in metrics.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        elif isinstance(value, Real):
            yield f"{prefix}{name}", float(value)
