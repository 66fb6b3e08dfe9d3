"""How a model of tides gets from its metrics to an alias.

Compiled from specs/what-a-monitor-asks-for/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import tracking

ALIAS = "champion"


def enter(version: tracking.Version) -> tracking.Version:
    """Let an alias name a version from now on."""
    tracking.set_alias(version, ALIAS)
    return version
