"""What is found of answers in a look: whether each thing holds, in a sentence and in numbers.

Compiled from specs/latency-alone/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np


def unknown(reason: str) -> dict[str, Any]:
    """Nothing can be said, and why."""
    return {"holds": None, "said": reason}


def latency(took_ms: np.ndarray, limits: Mapping[str, float], needed: int) -> dict[str, Any]:
    """How long the requests took, those that failed included."""
    known = took_ms[np.isfinite(took_ms)]
    if len(known) < needed:
        return unknown(f"{len(known):,} requests, {needed:,} are needed")
    seen = {name: float(np.quantile(known, float("0." + name[1:].replace("_", "")))) for name in limits}
    said = ", ".join(f"{name} {seen[name]:.0f} of {limit:g} ms" for name, limit in limits.items())
    holds = all(seen[name] <= limit for name, limit in limits.items())
    return {"holds": holds, "said": said, "ms": seen, "limits": dict(limits)}


def errors(kinds: Counter[str], requests: int, limit: float, needed: int) -> dict[str, Any]:
    """Which share of the requests got no answer."""
    share = kinds.total() / requests if requests else 0.0
    said = f"{share:.2%} of {requests:,} requests failed, {limit:.2%} may"
    if kinds:
        said += f": {', '.join(f'{kind} {count:,}' for kind, count in kinds.most_common())}"
    holds = share <= limit if requests >= needed else None
    return {"holds": holds, "said": said, "share": share, "limit": limit, "kinds": dict(kinds.most_common())}
