"""An output is named that no step gives.

Every dataset gives its own name, a split `holdout` and `validation`, the training `model`, the evaluation `metrics`;
`outputs` names others in their place. Commands (`{output: name}`), `register.model`, `register.files` and
`evaluate.metrics` take these names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.suggestion import suggest_value
from mlspec.analysis.work import references_below
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.references import OutputReference

if TYPE_CHECKING:
    from mlspec.resolution.draft import Draft
    from mlspec.resolution.namespace import Namespace
    from mlspec.resolution.resolution import Resolution
    from mlspec.source.route import Route
    from mlspec.spec.evaluate import Evaluate
    from mlspec.spec.register import Register

RULE = Rule("unknown-output", __doc__)


def check(code: Resolution, evaluate: Evaluate | None = None, register: Register | None = None) -> Iterator[Finding]:
    """Look every name up among those that are given before."""
    for step in code.steps:
        yield from _in_command(step.draft, step.before, code.names)
    if evaluate is not None and evaluate.metrics is not None:
        yield from _in_metrics(evaluate.at("metrics"), evaluate.metrics, code)
    if register is None or code.names.is_open:
        return
    for name, output in register.files.items():
        if not code.names.has(output):
            yield _unknown(output, code.names, register.at("files", name))
    if register.model is not None and not code.names.has(register.model):
        yield _unknown(register.model, code.names, register.at("model"))
    elif register.model is None and not register.files and not code.names.has("model"):
        names = code.names.known()
        help_ = (
            f"name the output to register: `model: {names[-1]}`" if names else "a spec without training has no model"
        )
        yield Finding(
            "no step gives a `model` to register", (At(register.route, "registers `model`", key=True),), (help_,)
        )


def _in_command(draft: Draft, before: Namespace, names: Namespace) -> Iterator[Finding]:
    given = (
        *references_below((*draft.route, "command"), draft.words),
        *references_below((*draft.route, "env"), dict(draft.environment)),
    )
    for found in given:
        if isinstance(found.reference, OutputReference) and not before.is_open and not before.has(found.reference.name):
            name, route = found.reference.name, (*found.route, "output")
            later = names.route(name)
            if later is None:
                yield _unknown(name, before, route)
            else:
                places = (At(route, "not there yet"), At(later, "given here", key=True))
                yield Finding(f"`{name}` is only given by a later step", places)


def _in_metrics(route: Route, written: str, code: Resolution) -> Iterator[Finding]:
    """`metrics`, or `train.metrics` with the step that gives it in front."""
    owner, _, name = written.rpartition(".")
    steps = {step.draft.name: tuple(output.name for output in step.draft.outputs) for step in code.steps}
    if owner and owner in steps and name not in steps[owner]:
        suggestion = suggest_value(name, steps[owner], route, f"{owner}.{{}}")
        message = f"the step `{owner}` gives no `{name}`"
        yield Finding(message, (At(route, "no such output", word=name),), suggestion.help, suggestion.fixes)
    elif owner and owner not in steps and not code.names.is_open:
        suggestion = suggest_value(owner, steps, route, f"{{}}.{name}")
        message = f"there is no step `{owner}` to take metrics from"
        yield Finding(message, (At(route, "no such step"),), suggestion.help, suggestion.fixes)
    elif not owner and not code.names.is_open and not code.names.has(name):
        yield _unknown(name, code.names, route)


def _unknown(name: str, names: Namespace, route: Route) -> Finding:
    suggestion = suggest_value(name, names.known(), route)
    help_ = suggestion.help or ("no step gives anything",)
    return Finding(f"no step gives `{name}`", (At(route, "given by no step"),), help_, suggestion.fixes)
