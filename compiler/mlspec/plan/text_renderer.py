"""A plan for the terminal: a block a model, a line a part, the summary last."""

from collections.abc import Iterator

from mlspec.diagnostics.visible_text import visible
from mlspec.plan.change import Cause, ModelChange, Plan
from mlspec.plan.rows import Row, rows_of
from mlspec.plan.wording import (
    FINGERPRINTS,
    base_text,
    headline,
    said_with_place,
    summary_text,
    texts_of,
    uncommitted_text,
)
from mlspec.vocabulary.alteration import Alteration
from mlspec.vocabulary.plan_action import PlanAction
from mlspec.vocabulary.plan_cause import PlanCause

_SHOWN = 3  # reasons, files; more are counted
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
    yield from _table(tuple(rows_of(model)))
    for change in model.contract:
        word = "breaking" if change.is_breaking else "callers"
        yield f"  {word}: {visible(change.text)}{_at(model, change.endpoint)}"
    if model.quiet:
        yield f"  makes nothing run: {'; '.join(_cut(list(texts_of(model.quiet))))}"
    for note in model.notes:
        yield f"  note: {visible(note)}"
    if model.reach:
        yield f"  reach: {'; '.join(f'{one.name} {one.how}' for one in model.reach)}"
    files = tuple(_files(model))
    if files:
        yield f"  files: {', '.join(_cut(list(files)))}"


def _table(rows: tuple[Row, ...]) -> Iterator[str]:
    """Three columns; a further reason stands below the first, and so does the first beside a long name."""
    width = max((len(row.action) for row in rows), default=0)
    names = max((len(row.names) for row in rows if len(row.names) <= _WIDE), default=0)
    indent = " " * (width + names + 6)
    for row in rows:
        reasons = _cut(list(row.reasons))
        first = reasons[:1] if len(row.names) <= names else []
        yield f"  {row.action:<{width}}  {row.names:<{names}}  {''.join(first)}".rstrip()
        yield from (f"{indent}{reason}" for reason in reasons[len(first) :])


def _cut(texts: list[str]) -> list[str]:
    """A few, and how many more there are."""
    rest = len(texts) - _SHOWN
    return texts if rest <= 1 else [*texts[:_SHOWN], f"{rest} more"]


def _at(model: ModelChange, endpoint: str) -> str:
    several = len({change.endpoint for change in model.contract}) > 1
    return f" (endpoint {endpoint})" if several and endpoint else ""


def _files(model: ModelChange) -> Iterator[str]:
    """The files that say something; the fingerprints follow from the rest."""
    words = {Alteration.ADDED: " (new)", Alteration.REMOVED: " (removed)"}
    for file in model.files:
        if not file.path.endswith(FINGERPRINTS):
            yield f"{visible(file.path)}{words.get(file.alteration, '')}"


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
            yield f"{pad}  {said_with_place(cause)}"
    for user in part.needed_by if part.action is PlanAction.RESTORE else ():
        yield f"{pad}  {user} takes what it gives, and no store keeps it"
        yield from _why(model, user, depth + 2, seen)


def _leads_on(cause: Cause) -> bool:
    return cause.kind is PlanCause.STEP and cause.alteration is not Alteration.REMOVED
