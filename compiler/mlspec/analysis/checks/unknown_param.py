"""A command names a param that its step does not have.

`{param: name}` among the words of a command or in its `env` stands for one of the step's own `params`. Mend the name,
or add the param.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.suggestion import suggest_value
from mlspec.analysis.work import find_references, find_work
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.references import ParamReference

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View

RULE = Rule("unknown-param", __doc__)


def check(view: View) -> Iterator[Finding]:
    """Look at the commands of all sections."""
    for work in find_work(view.sections):
        for found in find_references(work):
            if isinstance(found.reference, ParamReference) and found.reference.name not in work.params:
                route = (*found.route, "param")
                suggestion = suggest_value(found.reference.name, work.params, route)
                message = f"the step has no param `{found.reference.name}`"
                help_ = suggestion.help or ("give it below `params`",)
                yield Finding(message, (At(route, "no such param"),), help_, suggestion.fixes)
