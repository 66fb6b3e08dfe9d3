"""What is found of answers in a look: whether each thing holds, in a sentence and in numbers.

Compiled from specs/the-window-before/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import monitor_drift


def unknown(reason: str) -> dict[str, Any]:
    """Nothing can be said, and why."""
    return {"holds": None, "said": reason}


def texts(moved: Sequence[monitor_drift.Drift]) -> dict[str, Any]:
    """Each text by itself: what it is about can be told from what it was about before, or it cannot."""
    said = "; ".join(map(_said, moved))
    return {"holds": not any(one.drifted for one in moved), "said": said, "columns": _columns(moved)}


def _columns(moved: Sequence[monitor_drift.Drift]) -> list[dict[str, Any]]:
    return [one._asdict() for one in moved]


def _said(moved: monitor_drift.Drift) -> str:
    seen = moved.note if moved.distance is None else f"{moved.distance:.3f}"
    return f"{moved.method} of {moved.column} {seen}, limit {moved.limit:.3f}"
