"""A plan in words: one phrase a cause, one line a plan, whatever the format around them."""

import json
from collections import Counter

from mlspec.diagnostics.visible_text import visible
from mlspec.plan.change import Cause, ModelChange, PartChange, Plan, Where
from mlspec.plan.impact import gravest
from mlspec.vocabulary.alteration import Alteration
from mlspec.vocabulary.plan_action import PlanAction
from mlspec.vocabulary.plan_cause import PlanCause
from mlspec.vocabulary.record import evolve

FINGERPRINTS = "/fingerprints.json"
"""The generated file that differs whenever anything does."""

_LONGEST = 60


def cause_text(cause: Cause) -> str:
    """One reason, without its place: `train.params.depth 3 -> 4 in staging`."""
    match cause.kind:
        case PlanCause.FIELD | PlanCause.REQUIREMENT:
            text = f"{cause.name}{_values(cause)}"
        case PlanCause.CODE:
            called = "".join(f", called by {caller}" for caller in cause.callers[:1])
            text = f"{cause.name} {cause.alteration.value}{called}"
            text += "".join(f", by {caller}" for caller in cause.callers[1:])
        case PlanCause.FILE:
            text = f"{cause.name} {cause.alteration.value}"
        case PlanCause.DATA:
            text = f"the version of {cause.name} {cause.alteration.value}"
        case PlanCause.STEP:
            text = f"{cause.name} is removed" if cause.alteration is Alteration.REMOVED else f"{cause.name} runs"
        case PlanCause.NAME:
            text = f"renamed from {cause.before} to {cause.after}"
        case _:
            text = cause.name
    return visible(f"{text} in {cause.environment}" if cause.environment else text)


def place_text(where: Where | None) -> str:
    """A line of a file, as in `specs/churn/mlproject.yaml:12`, or of the base; nothing where there is none."""
    if where is None:
        return ""
    spelled = f"{where.path}:{where.line}" if where.line else where.path
    return visible(f"{spelled} in the base" if where.in_base else spelled)


def cause_texts(part: PartChange) -> tuple[str, ...]:
    """All reasons of a part, each with its place; the steps that it follows are named together."""
    own = own_causes(part)
    behind = tuple(cause.name for cause in part.causes if cause not in own)
    texts = list(texts_of(own))
    if behind:
        texts.append(f"{', '.join(behind)} run{_s(behind)}")
    if part.needed_by and part.action is not PlanAction.RESTORE:
        texts.append(f"runs again to restore what {', '.join(part.needed_by)} take{_s(part.needed_by)}")
    if part.approval and part.action is PlanAction.PROMOTE:
        texts.append("after approval")
    return tuple(texts)


def own_causes(part: PartChange) -> tuple[Cause, ...]:
    """The causes that do not come from a step that runs."""
    return tuple(
        cause for cause in part.causes if cause.kind is not PlanCause.STEP or cause.alteration is Alteration.REMOVED
    )


def texts_of(causes: tuple[Cause, ...]) -> tuple[str, ...]:
    """All reasons, each with its place; fields of one map that came or went together are told together."""
    groups: dict[object, list[Cause]] = {}
    for cause in causes:
        groups.setdefault(_together(cause), []).append(cause)
    return tuple(said_with_place(group[0] if len(group) == 1 else _joined(group)) for group in groups.values())


def _together(cause: Cause) -> object:
    parent = cause.name.rpartition(".")[0]
    if cause.kind is not PlanCause.FIELD or cause.alteration is Alteration.CHANGED or not parent:
        return cause
    return parent, cause.alteration, cause.where, cause.environment


def _joined(group: list[Cause]) -> Cause:
    parent = group[0].name.rpartition(".")[0]
    keys = ", ".join(cause.name.rpartition(".")[2] for cause in group)
    return evolve(group[0], name=f"{parent}.{{{keys}}}", before=None, after=None)


def said_with_place(cause: Cause) -> str:
    """One reason and its place."""
    return ", ".join(filter(None, (cause_text(cause), place_text(cause.where))))


def restore_text(model: ModelChange) -> str:
    """Why steps that did not change run all the same."""
    restored = {part.name for part in model.parts if part.action is PlanAction.RESTORE}
    users = (name for part in model.parts if part.name in restored for name in part.needed_by)
    names = tuple(dict.fromkeys(name for name in users if name not in restored))
    return (
        f"unchanged; without a store run{_s(tuple(restored))} again to restore what {', '.join(names)} take{_s(names)}"
    )


def value_text(value: str | None) -> str:
    """A value as people write it, cut where it is long."""
    try:
        found = json.loads(value or "null")
    except ValueError:
        found = value
    text = found if isinstance(found, str) and found and not any(map(str.isspace, found)) else (value or "")
    return visible(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}...")


def summary_text(plan: Plan) -> str:
    """The last line: what there is to do, and against what."""
    if not plan.models:
        return f"no changes: {_counted(plan.unchanged, 'model')} as in {base_text(plan)}"
    counts = Counter(model.alteration for model in plan.models)
    models = ", ".join(f"{counts[one]} {one.value}" for one in Alteration if counts[one])
    impact = gravest(tuple(model.impact for model in plan.models)).value
    return f"models: {models}; parts: {actions_text(plan.models)}; impact: {impact}; base: {base_text(plan)}"


def actions_text(models: tuple[ModelChange, ...]) -> str:
    """How many parts do what: `3 steps run, 2 restored`."""
    counts = Counter(part.action for model in models for part in model.actions)
    said = [f"{counts[action]} {word}" for action, word in _COUNTED.items() if counts[action]]
    return ", ".join(said) if said else "nothing runs"


def headline(model: ModelChange) -> str:
    """A model in a few words: its name, what became of it, how far that reaches."""
    former = f" (was {model.former})" if model.former else ""
    word = "" if model.alteration is Alteration.CHANGED else f"{model.alteration.value}, "
    return f"{model.name}{former}: {word}impact {model.impact.value}"


def base_text(plan: Plan) -> str:
    """The base in words, as in `merge base with main, 1a2b3c4`."""
    return visible(f"{plan.found} ({plan.commit[:7]})")


def uncommitted_text(plan: Plan) -> str:
    """That the head is more than a commit; nothing where it is one."""
    if not plan.uncommitted:
        return ""
    return f"the working tree is planned, with {_counted(plan.uncommitted, 'file')} not committed"


def _values(cause: Cause) -> str:
    if cause.before is None and cause.after is None:
        return f" is {cause.alteration.value}"
    if cause.after is None:
        return f" ({value_text(cause.before)}) is removed" if cause.before not in ("{}", None) else " is removed"
    if cause.before is None:
        return f" {value_text(cause.after)} is added" if cause.after != "{}" else " is added"
    return f" {value_text(cause.before)} -> {value_text(cause.after)}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _s(names: tuple[str, ...]) -> str:
    return "s" if len(names) == 1 else ""


_COUNTED = {
    PlanAction.REMOVE: "removed",
    PlanAction.BOOTSTRAP: "bootstrapped",
    PlanAction.RUN: "run",
    PlanAction.RESTORE: "restored",
    PlanAction.PROMOTE: "promoted",
    PlanAction.ROLLOUT: "rolled out",
    PlanAction.RESTART: "restarted",
    PlanAction.UPDATE: "updated in place",
}
