"""Two environments would find different stores by the same variable.

A model is promoted by one job, which reads it in one store and writes it to another: it needs both addresses at the
same time, and a variable has one value. Give the store of each environment a variable of its own.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.backends.mlflow.asked import address_in, choice_in
from mlspec.diagnostics.diagnostic import Rule

if TYPE_CHECKING:
    from mlspec.analysis.subjects import Project, View

RULE = Rule("shared-store-variable", __doc__)


def check(view: "View", project: "Project") -> Iterator[Finding]:
    """Compare the environment's store with that of the base."""
    here, base = choice_in(view), choice_in(project.base)
    if not view.environment or here is None or base is None:
        return
    own, shared = address_in(here), address_in(base)
    if own is None or shared is None or not own.variable or own.variable != shared.variable or own.text == shared.text:
        return
    name = f"{own.variable}_{view.environment.upper().replace('-', '_')}"
    message = f"`{view.environment}` has a store of its own, and finds it by the variable of the other one"
    yield Finding(message, (At(own.route, "another store"),), (f"name a variable for it, such as `{name}`",))
