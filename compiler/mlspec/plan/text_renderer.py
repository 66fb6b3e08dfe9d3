"""A plan for the terminal: a block a model, a line a part, the summary last."""

from collections.abc import Iterator

from mlspec.diagnostics.visible_text import visible
from mlspec.plan.change import Cause, ModelChange, PartChange, Plan
from mlspec.plan.wording import (
    base_text,
    cause_text,
    causes_text,
    headline,
    place_text,
    restore_text,
    summary_text,
    uncommitted_text,
)
from mlspec.vocabulary.alteration import Alteration
from mlspec.vocabulary.plan_action import PlanAction
from mlspec.vocabulary.plan_cause import PlanCause

_FILES = 3  # more are counted
_WIDE = 24  # a longer name has its reason on the next line


def render(plan: Plan) -> str:
    """The whole plan."""
    blocks = ["\n".join(_model(model)) for model in plan.models]
    notes = [line for line in (uncommitted_text(plan), *plan.notes) if line]
    return "\n\n".join(filter(None, ["\n".join(notes), *blocks, summary_text(plan)])) + "\n"


def render_why(plan: Plan, stage: str) -> str:
    """The whole chain behind one part of every model, from the part down to what altered."""
    lines = [line for model in plan.models for line in _why(model, stage, 0, set())]
    return "\n".join([*lines, f"base: {base_text(plan)}"] if lines else [f"{stage}: nothing happens to it"]) + "\n"


def _model(model: ModelChange) -> Iterator[str]:
    yield headline(model)
    rows = tuple(_rows(model))
    width = max((len(action) for action, _, _ in rows), default=0)
    names = max((len(name) for _, name, _ in rows if len(name) <= _WIDE), default=0)
    for action, name, why in rows:
        pad = "" if len(name) <= names else f"\n{' ' * (width + names + 4)}"
        yield f"  {action:<{width}}  {name:<{names}}{pad}  {why}".rstrip()
    for change in model.contract:
        word = "breaking" if change.is_breaking else "callers"
        yield f"  {word}: {visible(change.text)}{_at(model, change.endpoint)}"
    yield from _quiet(model)
    for note in model.notes:
        yield f"  note: {visible(note)}"
    if model.reach:
        yield f"  reach: {'; '.join(f'{one.name} {one.how}' for one in model.reach)}"
    if model.files:
        yield f"  files: {_files(model)}"


def _rows(model: ModelChange) -> Iterator[tuple[str, str, str]]:
    """Neighbours to which the same happens for the same reason share a line; what is restored stands last, on one."""
    if model.alteration in (Alteration.ADDED, Alteration.REMOVED):
        action = PlanAction.BOOTSTRAP if model.alteration is Alteration.ADDED else PlanAction.REMOVE
        yield action.value, ", ".join(part.name for part in model.parts), ""
        return
    group: list[PartChange] = []
    for part in model.actions:
        if part.action is PlanAction.RESTORE:
            continue
        if group and (group[0].action, causes_text(group[0])) != (part.action, causes_text(part)):
            yield _row(group)
            group = []
        group.append(part)
    if group:
        yield _row(group)
    restored = [part.name for part in model.actions if part.action is PlanAction.RESTORE]
    if restored:
        yield PlanAction.RESTORE.value, ", ".join(restored), restore_text(model)


def _row(group: list[PartChange]) -> tuple[str, str, str]:
    return group[0].action.value, ", ".join(part.name for part in group), causes_text(group[0])


def _quiet(model: ModelChange) -> Iterator[str]:
    if model.quiet:
        said = (", ".join(filter(None, (cause_text(cause), place_text(cause.where)))) for cause in model.quiet)
        yield f"  makes nothing run: {'; '.join(said)}"


def _at(model: ModelChange, endpoint: str) -> str:
    several = len({change.endpoint for change in model.contract}) > 1
    return f" (endpoint {endpoint})" if several and endpoint else ""


def _files(model: ModelChange) -> str:
    words = {Alteration.ADDED: " (new)", Alteration.REMOVED: " (removed)"}
    shown = [f"{visible(file.path)}{words.get(file.alteration, '')}" for file in model.files[:_FILES]]
    rest = len(model.files) - len(shown)
    return ", ".join([*shown, *([f"{rest} more"] if rest else [])])


def _why(model: ModelChange, name: str, depth: int, seen: set[str]) -> Iterator[str]:
    part = next((part for part in model.parts if part.name == name), None)
    if part is None or part.action is PlanAction.NOTHING:
        return
    pad = "  " * depth
    yield f"{pad}{f'{model.name} ' if not depth else ''}{part.name}: {part.action.value}"
    if name in seen:
        return
    seen.add(name)
    for cause in part.causes:
        if _leads_on(cause):
            yield from _why(model, cause.name, depth + 1, seen)
        else:
            yield f"{pad}  {', '.join(filter(None, (cause_text(cause), place_text(cause.where))))}"
    for user in part.needed_by if part.action is PlanAction.RESTORE else ():
        yield f"{pad}  {user} takes what it gives, and no store keeps it"
        yield from _why(model, user, depth + 2, seen)


def _leads_on(cause: Cause) -> bool:
    return cause.kind is PlanCause.STEP and cause.alteration is not Alteration.REMOVED
