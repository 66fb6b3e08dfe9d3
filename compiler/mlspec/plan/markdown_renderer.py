"""A plan for a comment on a pull request: a table of all models, then the details of those that there is room for.

GitHub takes comments of 65,536 characters. The table names every model; the gravest are told in detail first, and what
does not fit is counted.
"""

import re
from collections.abc import Iterator

from mlspec.codegen.markdown import markdown_code, markdown_text
from mlspec.plan.change import ModelChange, Plan
from mlspec.plan.rows import rows_of
from mlspec.plan.wording import (
    FINGERPRINTS,
    actions_text,
    base_text,
    cause_text,
    summary_text,
    texts_of,
    uncommitted_text,
)
from mlspec.vocabulary.alteration import Alteration
from mlspec.vocabulary.impact import Impact
from mlspec.vocabulary.plan_cause import PlanCause

LIMIT = 60_000
"""The most bytes of a comment; GitHub's own limit leaves room for what a workflow adds."""

_ROWS = 250  # of the table; a plan over more models counts the rest
_CELL = 120
_REFERENCE = re.compile(r"(?<=@)(?=\w)|(?<=\\#)(?=\d)")
_BREAK = "&#8203;"  # no width, and the end of a word
_FILES = 20
_REASONS = 5
_ORDER = {impact: number for number, impact in enumerate(Impact)}


def render(plan: Plan) -> str:
    """The comment, at most `LIMIT` bytes of UTF-8."""
    models = sorted(plan.models, key=lambda model: (-_ORDER[model.impact], model.name))
    head, last = "\n".join(_head(plan, models)), f"\n{_text(summary_text(plan))}\n"
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
    yield f"Against {_text(base_text(plan))}."
    for note in filter(None, (uncommitted_text(plan), *plan.notes)):
        yield f"\n> {_prose(note)}"
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
        yield f"- {lead}{_prose(change.text)}"
    for one in model.reach:
        yield f"- reaches {_text(one.name)}, which {_text(one.how)}"
    for note in model.notes:
        yield f"- note: {_prose(note)}"
    if model.quiet:
        yield f"- makes nothing run: {'; '.join(map(_prose, texts_of(model.quiet)))}"
    if model.contract or model.reach or model.notes or model.quiet:
        yield ""
    yield from _table(model)
    files = _files(model)
    if files:
        yield f"\nGenerated files: {files}"
    yield "\n</details>\n"


def _table(model: ModelChange) -> Iterator[str]:
    rows = tuple(rows_of(model))
    if rows:
        yield "| action | part | because |"
        yield "|---|---|---|"
    for row in rows:
        reasons = row.reasons if len(row.reasons) <= _REASONS + 1 else (*row.reasons[:_REASONS], _more(row.reasons))
        yield f"| {row.action} | {_text(row.names)} | {'<br>'.join(map(_prose, reasons))} |"


def _more(reasons: tuple[str, ...]) -> str:
    return f"{len(reasons) - _REASONS} more"


def _name(model: ModelChange) -> str:
    former = f" (was {_text(model.former)})" if model.former else ""
    word = "" if model.alteration is Alteration.CHANGED else f", {model.alteration.value}"
    return f"{_text(model.name)}{former}{word}"


def _impact(model: ModelChange) -> str:
    return f"**{model.impact.value}**" if model.impact is Impact.BREAKING else model.impact.value


def _first_cause(model: ModelChange) -> str:
    """The cause of the gravest part that has one of its own; the others stand below."""
    breaking = [change.text for change in model.contract if change.is_breaking]
    causes = [cause for part in model.actions for cause in part.causes if cause.kind is not PlanCause.STEP]
    unique = sorted(dict.fromkeys(causes), key=lambda cause: cause.kind is not PlanCause.APPROVAL) or list(model.quiet)
    texts = breaking or [cause_text(cause) for cause in unique]
    if not texts:
        return "new spec" if model.alteration is Alteration.ADDED else ""
    first = texts[0] if len(texts[0]) <= _CELL else f"{texts[0][: _CELL - 3]}..."
    return _prose(first) + (f" and {len(texts) - 1} more" if len(texts) > 1 else "")


def _files(model: ModelChange) -> str:
    words = {Alteration.ADDED: " (new)", Alteration.REMOVED: " (removed)"}
    files = [file for file in model.files if not file.path.endswith(FINGERPRINTS)]
    shown = [f"{markdown_code(file.path)}{words.get(file.alteration, '')}" for file in files[:_FILES]]
    rest = len(files) - len(shown)
    return ", ".join([*shown, *([f"{rest} more"] if rest else [])])


def _prose(text: str) -> str:
    """Words in which backticks mark what is code."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return _text(text)
    return "".join(markdown_code(piece) if number % 2 else _plain(piece) for number, piece in enumerate(pieces))


def _plain(text: str) -> str:
    """Escaped text that keeps the blanks at its ends."""
    inner = text.strip()
    return text.replace(inner, _text(inner), 1) if inner else text


def _text(value: str) -> str:
    """Escaped text in which GitHub sees nobody to notify and no issue to link: it reads both off what is shown."""
    return _REFERENCE.sub(_BREAK, markdown_text(value))


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
