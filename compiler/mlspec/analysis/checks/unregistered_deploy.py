"""A service needs the model, and the spec registers none.

The service loads the registered model by its alias: to answer by the model's own predict, or to hand it to the
function that answers. Add `register`, so that there is a version to load. A service that is an application of its own
(`bentoml: {app: package.main:app}`), or whose function takes no model, needs none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.payload import endpoints_of
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.choices import listed
from mlspec.vocabulary.role import Role

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.resolution.resolution import Resolution
    from mlspec.spec.deploy import Deploy

RULE = Rule("unregistered-deploy", __doc__)

_LOADS_MODELS = "bentoml"
_OWN_APPLICATION = "app"


def check(deploy: Deploy, view: View, code: Resolution) -> Iterator[Finding]:
    """Where nothing is registered, look for what the service would have to load."""
    server = deploy.backend
    if (
        "register" in view.sections
        or server is None
        or server.name != _LOADS_MODELS
        or _OWN_APPLICATION in server.options
    ):
        return
    help_ = ("add `register`, so that there is a version to load",)
    if deploy.predict is None and not deploy.endpoints:
        place = At(server.route, "serves the model", key=True)
        yield Finding("the service answers by the model, and no model is ever registered", (place,), help_)
    models = {name.name for step in code.steps if step.draft.role is Role.TRAIN for name in step.draft.outputs}
    for asked in endpoints_of(deploy).values():
        bound = code.bound(asked.at("predict"))
        taken = {parameter.name for parameter in bound.entry.parameters} & models if bound is not None else set()
        if taken:
            message = f"`{asked.predict}` takes {listed(sorted(taken))}, and no model is ever registered"
            yield Finding(message, (At(asked.at("predict"), "takes the model"),), help_)
