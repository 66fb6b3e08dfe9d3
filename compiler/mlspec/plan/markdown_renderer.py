"""A plan for a comment on a pull request: a table of all models, then the details of those that there is room for.

GitHub takes comments of 65,536 characters. The table names every model; the gravest are told in detail first, and what
does not fit is counted.
"""

from collections.abc import Iterator

from mlspec.codegen.markdown import markdown_code, markdown_text
from mlspec.plan.change import Cause, ModelChange, PartChange, Plan
from mlspec.plan.wording import (
    actions_text,
    base_text,
    cause_text,
    causes_text,
    place_text,
    restore_text,
    summary_text,
    uncommitted_text,
)
from mlspec.vocabulary.alteration import Alteration
from mlspec.vocabulary.impact import Impact
from mlspec.vocabulary.plan_action import PlanAction
from mlspec.vocabulary.plan_cause import PlanCause

LIMIT = 60_000
"""The most bytes of a comment; GitHub's own limit leaves room for what a workflow adds."""

_ROWS = 250  # of the table; a plan over more models counts the rest
_CELL = 120
_FILES = 20
_ORDER = {impact: number for number, impact in enumerate(Impact)}


def render(plan: Plan) -> str:
    """The comment, at most `LIMIT` bytes of UTF-8."""
    models = sorted(plan.models, key=lambda model: (-_ORDER[model.impact], model.name))
    head, last = "\n".join(_head(plan, models)), f"\n{markdown_text(summary_text(plan))}\n"
    room = LIMIT - _size(head) - _size(last) - 200
    blocks, left = [], 0
    for model in models:
        block = "\n".join(_details(model))
        if _size(block) + 1 > room:
            left += 1
            continue
        room -= _size(block) + 1
        blocks.append(block)
    more = [f"\n{left} more model{'' if left == 1 else 's'} in `mlspec plan --format json`."] if left else []
    return "\n".join([head, *blocks, *more, last])


def _head(plan: Plan, models: list[ModelChange]) -> Iterator[str]:
    yield "## Plan"
    yield ""
    if not models:
        yield "Nothing changes."
        return
    yield f"Against {markdown_text(base_text(plan))}."
    for note in filter(None, (uncommitted_text(plan), *plan.notes)):
        yield f"\n> {markdown_text(note)}"
    yield ""
    yield "| model | impact | what happens | because |"
    yield "|---|---|---|---|"
    for model in models[:_ROWS]:
        cells = (_name(model), _impact(model), actions_text((model,)), _first_cause(model))
        yield f"| {' | '.join(cells)} |"
    if len(models) > _ROWS:
        yield f"\n{len(models) - _ROWS} more models are not listed."
    yield ""


def _details(model: ModelChange) -> Iterator[str]:
    yield f"<details{' open' if model.impact is Impact.BREAKING else ''}><summary>{_name(model)}</summary>"
    yield ""
    for change in model.contract:
        lead = "**breaking:** " if change.is_breaking else "for callers: "
        yield f"- {lead}{markdown_text(change.text)}"
    for one in model.reach:
        yield f"- reaches {markdown_text(one.name)}, which {markdown_text(one.how)}"
    for note in model.notes:
        yield f"- note: {markdown_text(note)}"
    if model.quiet:
        yield f"- makes nothing run: {'; '.join(_said(cause) for cause in model.quiet)}"
    if model.contract or model.reach or model.notes or model.quiet:
        yield ""
    yield from _table(model)
    if model.files:
        yield f"\nGenerated files: {_files(model)}"
    yield "\n</details>\n"


def _table(model: ModelChange) -> Iterator[str]:
    rows = [part for part in model.actions if part.action is not PlanAction.RESTORE]
    restored = [part.name for part in model.actions if part.action is PlanAction.RESTORE]
    if rows or restored:
        yield "| action | part | because |"
        yield "|---|---|---|"
    for part in rows:
        yield f"| {part.action.value} | {markdown_text(part.name)} | {_because(part)} |"
    if restored:
        yield f"| restore | {markdown_text(', '.join(restored))} | {markdown_text(restore_text(model))} |"


def _because(part: PartChange) -> str:
    return "<br>".join(markdown_text(text) for text in filter(None, causes_text(part).split("; ")))


def _name(model: ModelChange) -> str:
    former = f" (was {markdown_text(model.former)})" if model.former else ""
    word = "" if model.alteration is Alteration.CHANGED else f", {model.alteration.value}"
    return f"{markdown_text(model.name)}{former}{word}"


def _impact(model: ModelChange) -> str:
    return f"**{model.impact.value}**" if model.impact is Impact.BREAKING else model.impact.value


def _first_cause(model: ModelChange) -> str:
    """The cause of the gravest part that has one of its own; the others stand below."""
    breaking = [change.text for change in model.contract if change.is_breaking]
    causes = [cause for part in model.actions for cause in part.causes if cause.kind is not PlanCause.STEP]
    unique = list(dict.fromkeys(causes)) or list(model.quiet)
    texts = breaking or [cause_text(cause) for cause in unique]
    if not texts:
        return "new spec" if model.alteration is Alteration.ADDED else ""
    first = texts[0] if len(texts[0]) <= _CELL else f"{texts[0][: _CELL - 3]}..."
    return markdown_text(first) + (f" and {len(texts) - 1} more" if len(texts) > 1 else "")


def _said(cause: Cause) -> str:
    return markdown_text(", ".join(filter(None, (cause_text(cause), place_text(cause.where)))))


def _files(model: ModelChange) -> str:
    words = {Alteration.ADDED: " (new)", Alteration.REMOVED: " (removed)"}
    shown = [f"{markdown_code(file.path)}{words.get(file.alteration, '')}" for file in model.files[:_FILES]]
    rest = len(model.files) - len(shown)
    return ", ".join([*shown, *([f"{rest} more"] if rest else [])])


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
