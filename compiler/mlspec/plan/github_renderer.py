"""A plan as GitHub workflow commands: a notice at each line that has an effect, a warning where callers break.

GitHub shows them beside the lines of a pull request. The summary is the last line, as plain text of the log.
"""

from collections.abc import Iterator

from mlspec.diagnostics.github_renderer import escape, escape_property
from mlspec.plan.change import Cause, ModelChange, Plan, Where
from mlspec.plan.wording import actions_text, cause_text, headline, summary_text, uncommitted_text


def render(plan: Plan) -> str:
    """One command a line, then the summary."""
    lines = [line for model in plan.models for line in _model(model)]
    notes = [text for text in (uncommitted_text(plan), *plan.notes) if text]
    return "\n".join([*lines, *notes, summary_text(plan)]) + "\n"


def _model(model: ModelChange) -> Iterator[str]:
    title = f"mlspec plan: {headline(model)}"
    spec = Where(model.spec_path)
    causes = [cause for part in model.actions for cause in part.causes if cause.where is not None]
    for cause in dict.fromkeys(causes):
        parts = [f"{part.name}: {part.action.value}" for part in model.actions if cause in part.causes]
        yield _command("notice", title, _shown(cause, spec), f"{cause_text(cause)} ({', '.join(parts)})")
    if not causes:
        yield _command("notice", title, spec, actions_text((model,)))
    for change in model.contract:
        if change.is_breaking:
            yield _command("warning", title, spec, change.text)
    for note in model.notes:
        yield _command("notice", title, spec, note)


def _shown(cause: Cause, spec: Where) -> Where:
    """A line that only the base has cannot be shown in the head."""
    return cause.where if cause.where is not None and not cause.where.in_base else spec


def _command(word: str, title: str, where: Where, text: str) -> str:
    properties = [("title", title), ("file", where.path)]
    if where.line:
        properties.append(("line", str(where.line)))
    listed = ",".join(f"{name}={escape_property(value)}" for name, value in properties)
    return f"::{word} {listed}::{escape(text)}"
