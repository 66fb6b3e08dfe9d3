"""Two steps of a spec bear one name, or give outputs of one name; or a request's field is called like the model.

Datasets, outputs and what a split adds (`holdout`, `validation`) share one namespace, by which later steps take them,
and every step becomes a function of its name. Give one of the two another name: a dataset or a step by its own, an
output by `outputs`. Only one dataset of a spec can be split. A function that answers requests takes fields, the
registered model and other models by their names too, so that these have to differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Rule

if TYPE_CHECKING:
    from mlspec.resolution.resolution import RepeatedName, Resolution
    from mlspec.source.route import Route

RULE = Rule("repeated-name", __doc__)


def check(code: Resolution) -> Iterator[Finding]:
    """Outputs first; steps whose outputs are told already are not told again."""
    for fault in code.repeated:
        yield _repeated_output(fault)
    told = {fault.second for fault in code.repeated}
    first: dict[str, Route] = {}
    for step in code.steps:
        draft = step.draft
        other = first.setdefault(draft.name, draft.route)
        if other != draft.route and draft.route not in told:
            places = (At((*draft.route, "name"), "the same name"), At((*other, "name"), "taken here"))
            yield Finding(f"two steps are named `{draft.name}`", places, ("give one of them another name",))


def _repeated_output(fault: RepeatedName) -> Finding:
    places = (At(fault.second, "given again", key=True), At(fault.first, "given here", key=True))
    is_split = fault.second[-1] == "split" == fault.first[-1]
    help_ = "split only one dataset" if is_split else "give one of them another name"
    is_asked = "deploy" in (fault.first[0], fault.second[0])
    message = (
        f"a service could take two things by the name `{fault.name}`" if is_asked else f"two steps give `{fault.name}`"
    )
    return Finding(message, places, (help_,))
