"""What is found of sales in a look: whether each thing holds, in a sentence and in numbers.

Compiled from specs/rows-from-a-function/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import monitor_drift


def unknown(reason: str) -> dict[str, Any]:
    """Nothing can be said, and why."""
    return {"holds": None, "said": reason}


def inputs(moved: Sequence[monitor_drift.Drift], limit: float) -> dict[str, Any]:
    """The inputs have drifted once that share of the columns has."""
    drifted = [one.column for one in moved if one.drifted]
    share = len(drifted) / len(moved)
    said = f"{len(drifted)} of {len(moved)} columns drifted ({share:.0%}), {limit:.0%} would be drift"
    if drifted:
        said += f": {', '.join(drifted)}"
    return {"holds": share < limit, "said": said, "share": share, "limit": limit, "columns": _columns(moved)}


def _columns(moved: Sequence[monitor_drift.Drift]) -> list[dict[str, Any]]:
    return [one._asdict() for one in moved]
