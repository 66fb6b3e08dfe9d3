"""An environment comes after one that the spec does not have.

`after` names the environment that a model passes through first. One that is not there never passes a model on, so
that nothing would ever reach what waits for it. Mend the name, or declare the environment.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.suggestion import suggest_value
from mlspec.diagnostics.diagnostic import Rule

if TYPE_CHECKING:
    from mlspec.spec.environment import Environments

RULE = Rule("unknown-environment", __doc__)


def check(environments: Environments) -> Iterator[Finding]:
    """Look every `after` up among the environments."""
    for name, environment in environments.root.items():
        after = environment.after
        if after is not None and after not in environments.root:
            route = environment.at("after")
            suggestion = suggest_value(after, (other for other in environments.root if other != name), route)
            message = f"`{name}` comes after `{after}`, which is no environment"
            yield Finding(message, (At(route, "no such environment"),), suggestion.help, suggestion.fixes)
