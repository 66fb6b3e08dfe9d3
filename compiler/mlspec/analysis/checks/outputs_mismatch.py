"""What a step should give is not what its function visibly returns, or its command leaves behind.

`outputs` names the parts of a tuple by position, the values of a map or the fields of an object by key, and the files
of a command by `name: path`. Without `outputs` a function gives one thing: rows, a model, or a map of metrics. Let the
names agree with what the function returns. What cannot be seen in the code is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, AtPlace, Finding, Where
from mlspec.analysis.returned import returned_keys, returned_length, returns_no_map
from mlspec.analysis.suggestion import suggest_value
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.choices import listed
from mlspec.vocabulary.role import Role

if TYPE_CHECKING:
    from mlspec.resolution.draft import Draft
    from mlspec.resolution.entrypoints import Bound
    from mlspec.resolution.resolution import Resolution

RULE = Rule("outputs-mismatch", __doc__)


def check(code: Resolution) -> Iterator[Finding]:
    """Look at every step that has a function in sight, or a command."""
    for step in code.steps:
        draft = step.draft
        if draft.words and not all(output.path for output in draft.outputs):
            yield from _no_files(draft)
        elif draft.role is Role.EVALUATE and all(output.name != "metrics" for output in draft.outputs):
            yield _no_metrics(draft)
        elif step.bound is not None and not step.bound.entry.is_generator:
            yield from _of_function(draft, step.bound)


def _of_function(draft: Draft, bound: Bound) -> Iterator[Finding]:
    names = ", ".join(f"`{output.name}`" for output in draft.outputs)
    length, keys = returned_length(bound.entry), returned_keys(bound.entry)
    if bound.entry.returns == "None":
        yield _finding(
            f"`{bound.text}` returns nothing, and {names} should come of it", draft, bound, "returns nothing"
        )
    elif len(draft.outputs) > 1 and length is not None:
        if any(output.path for output in draft.outputs):
            message = f"the outputs of `{bound.text}` are named by key, and it returns a tuple"
            yield _finding(message, draft, bound, f"returns {length} values")
        elif length != len(draft.outputs):
            message = f"`{bound.text}` returns {length} values, and {len(draft.outputs)} outputs are named"
            yield _finding(message, draft, bound, f"returns {length} values")
    elif keys is not None and (len(draft.outputs) > 1 or draft.outputs[0].path):
        yield from _unknown_keys(draft, bound, keys)
    elif draft.role is Role.EVALUATE and len(draft.outputs) == 1 and returns_no_map(bound.entry):
        message = f"`{bound.text}` returns no map of metrics by name"
        help_ = 'return a map such as `{"roc_auc": 0.81}`, or name the parts by `outputs: [metrics, ...]`'
        yield _finding(message, draft, bound, "returns no map", help_)


def _finding(message: str, draft: Draft, bound: Bound, label: str, *help_: str) -> Finding:
    here = At((*draft.route, "outputs"), "named here") if _names_outputs(draft) else At(bound.route, label)
    places: tuple[Where, ...] = (here, AtPlace(bound.entry.place, label))
    return Finding(message, places, help_)


def _unknown_keys(draft: Draft, bound: Bound, keys: tuple[str, ...]) -> Iterator[Finding]:
    for output in draft.outputs:
        key = output.path or output.name
        if key not in keys:
            suggestion = suggest_value(key, keys, output.route)
            places = (At(output.route, "no such key"), AtPlace(bound.entry.place, f"returns {listed(keys)}"))
            message = f"`{bound.text}` returns no `{key}`"
            yield Finding(message, places, suggestion.help, suggestion.fixes)


def _no_files(draft: Draft) -> Iterator[Finding]:
    for output in draft.outputs:
        if not output.path:
            here = At(output.route, "no file")
            if not _names_outputs(draft):
                here = At((*draft.route, "command"), f"gives no `{output.name}`", key=True)
            message = f"the command names no file that holds `{output.name}`"
            help_ = f"name it: `outputs: {{{output.name}: path/of/the/file}}`"
            yield Finding(message, (here,), (help_,))


def _no_metrics(draft: Draft) -> Finding:
    message = "no output of the evaluation is named `metrics`"
    return Finding(
        message, (At((*draft.route, "outputs"), "no `metrics`"),), ("gates and the registry read `metrics`",)
    )


def _names_outputs(draft: Draft) -> bool:
    return draft.outputs[0].route != draft.route
