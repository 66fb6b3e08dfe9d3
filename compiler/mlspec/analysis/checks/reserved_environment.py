"""An environment has the name that is kept for the machine at hand.

`local` is there for every spec: generated code that runs without another environment uses the stores and defaults that
stand in it. A model is never promoted to it, and nothing can be laid over it. Give the environment another name, such
as `development`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Rule
from mlspec.vocabulary.local_environment import LOCAL_ENVIRONMENT

if TYPE_CHECKING:
    from mlspec.spec.environment import Environments

RULE = Rule("reserved-environment", __doc__)


def check(environments: Environments) -> Iterator[Finding]:
    """Look for the one name."""
    if LOCAL_ENVIRONMENT in environments.root:
        places = (At(environments.at(LOCAL_ENVIRONMENT), "name is taken", key=True),)
        yield Finding(
            f"every spec has an environment `{LOCAL_ENVIRONMENT}` already", places, ("rename it, as in `development`",)
        )
