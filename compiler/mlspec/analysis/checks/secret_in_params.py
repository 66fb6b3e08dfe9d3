"""A secret is handed over as a param.

Params are logged with every run, where everybody who may read the runs could read the secret too. A function reads
the variable from its environment; a command gets it by `env: {NAME: {secret: NAME}}`, a service by `deploy.env`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.sections import valid
from mlspec.analysis.work import FoundReference, find_work, references_below
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.references import SecretReference

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View

RULE = Rule("secret-in-params", __doc__)


def check(view: View) -> Iterator[Finding]:
    """Look through the params of all steps and of the service, and through all that they hold."""
    sections = {name: valid(view, name) for name in view.sections}
    for work in find_work(sections):
        advice = "hand it over by `env`" if work.command else "let the function read the variable from its environment"
        yield from _findings(references_below(work.at("params"), work.params), advice)
    deploy = sections.get("deploy")
    if deploy is not None:
        advice = "hand it over by `deploy.env`, and let the service read the variable"
        yield from _findings(references_below(deploy.at("params"), deploy.params), advice)


def _findings(references: Iterator[FoundReference], advice: str) -> Iterator[Finding]:
    for found in references:
        if isinstance(found.reference, SecretReference):
            message = f"the secret `{found.reference.name}` is a param, and params are logged"
            yield Finding(message, (At(found.route, "a secret"),), (advice,))
