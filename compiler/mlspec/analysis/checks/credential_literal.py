"""A password, a token or a key stands in the spec as it is.

Whoever can read the repository, now or later, can use it, and so can whoever reads generated files, logs and images
made of it. Let the spec name the secret only, `{secret: NAME}`: the value comes from the environment of the job.
Exchange the old one; taking it out does not take it out of the history. What looks like a credential is never shown
in a message.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.credentials import credential_in
from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Rule

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.source.route import Route

RULE = Rule("credential-literal", __doc__)


def check(view: View) -> Iterator[Finding]:
    """Look at every text of the spec, once: that of environments stands in the base too."""
    if view.environment:
        return
    for route, key, text in _texts((), "", view.layer.data):
        noun = credential_in(text, key) if len(text) >= _SHORTEST else ""
        if noun:
            message = f"this looks like {noun}, and whoever reads the repository could use it"
            help_ = (
                "name the secret instead, as in `{secret: NAME}`",
                "exchange it: the history of the repository keeps it",
            )
            yield Finding(message, (At(route, noun, conceals=True),), help_)


def _texts(route: Route, key: str, value: object) -> Iterator[tuple[Route, str, str]]:
    """Every text, its route, and the name of the field that holds it: that of the variable for the default of one."""
    if isinstance(value, str):
        yield route, key, value
    elif isinstance(value, dict):
        variable = value.get("env")
        for name, item in value.items():
            is_default = name == "default" and isinstance(variable, str)
            yield from _texts((*route, name), str(variable) if is_default else str(name), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts((*route, index), key, item)


_SHORTEST = 6
