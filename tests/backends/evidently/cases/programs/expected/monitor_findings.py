"""What is found of lines in a look: whether each thing holds, in a sentence and in numbers.

Compiled from specs/programs/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def missing(shares: Mapping[str, tuple[float, float]], limit: float) -> dict[str, Any]:
    """No column may miss a share of its values that is larger than in the reference by more than the limit."""
    worst = max(shares, key=lambda column: shares[column][1] - shares[column][0])
    then, now = shares[worst]
    said = f"most in {worst}: {now:.1%}, in the reference {then:.1%}, {limit:.1%} more would be too many"
    columns = [{"column": column, "reference": then, "current": now} for column, (then, now) in shares.items()]
    return {"holds": now - then <= limit, "said": said, "limit": limit, "columns": columns}


def _columns(moved: Sequence[monitor_drift.Drift]) -> list[dict[str, Any]]:
    return [one._asdict() for one in moved]
