"""No model ever comes to an environment.

It neither builds models nor comes after an environment that passes them on, so that its alias, its gates and its
deployment would never be used. Say which one it comes `after`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Rule
from mlspec.vocabulary.local_environment import LOCAL_ENVIRONMENT

if TYPE_CHECKING:
    from mlspec.spec.environment import Environments

RULE = Rule("unreachable-environment", __doc__)


def check(environments: Environments) -> Iterator[Finding]:
    """Look for environments without a beginning, where there is one that builds."""
    building = [name for name, environment in environments.root.items() if environment.builds]
    if not building:
        return
    for name, environment in environments.root.items():
        if not environment.builds and environment.after is None and name != LOCAL_ENVIRONMENT:
            message = f"no model ever comes to `{name}`: it neither builds nor comes after another"
            help_ = (f"say which it comes after, as in `after: {building[0]}`",)
            yield Finding(message, (At(environment.route, "comes after none", key=True),), help_)
