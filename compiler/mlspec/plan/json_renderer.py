"""A plan as JSON, in the form that `plan.schema.json` beside this file publishes.

`version` counts up when a reader of the form before would no longer understand it; fields may be added without that.
Values are the JSON texts of the spec's values in canonical form.
"""

import json
from collections import Counter
from typing import Any

from mlspec.plan.change import Cause, ModelChange, PartChange, Plan, Where
from mlspec.plan.impact import gravest
from mlspec.plan.wording import cause_text, summary_text
from mlspec.vocabulary.plan_action import PlanAction

VERSION = 1


def render(plan: Plan) -> str:
    """One object, in ASCII, with a line break at its end."""
    return json.dumps(plan_data(plan), indent=2, allow_nan=False) + "\n"


def plan_data(plan: Plan) -> dict[str, Any]:
    """The plan as plain data."""
    actions = Counter(part.action for model in plan.models for part in model.actions)
    return {
        "version": VERSION,
        "base": {"ref": plan.base, "commit": plan.commit, "found": plan.found},
        "uncommitted_files": plan.uncommitted,
        "environment": plan.environment or None,
        "stage": plan.stage or None,
        "summary": {
            "text": summary_text(plan),
            "changed": len(plan.models),
            "unchanged": plan.unchanged,
            "impact": gravest(tuple(model.impact for model in plan.models)).value,
            "actions": {action.value: actions[action] for action in PlanAction if actions[action]},
        },
        "notes": list(plan.notes),
        "models": [_model(model) for model in plan.models],
    }


def _model(model: ModelChange) -> dict[str, Any]:
    return {
        "name": model.name,
        "former_name": model.former or None,
        "spec": model.spec_path,
        "change": model.alteration.value,
        "impact": model.impact.value,
        "parts": [_part(part) for part in model.parts],
        "without_effect": [_cause(cause) for cause in model.quiet],
        "contract": [
            {"endpoint": change.endpoint or None, "text": change.text, "breaking": change.is_breaking}
            for change in model.contract
        ],
        "files": [{"path": file.path, "change": file.alteration.value} for file in model.files],
        "reach": [{"model": one.name, "how": one.how} for one in model.reach],
        "notes": list(model.notes),
    }


def _part(part: PartChange) -> dict[str, Any]:
    return {
        "name": part.name,
        "kind": part.kind.value,
        "action": part.action.value,
        "impact": part.impact.value,
        "approval": part.approval,
        "causes": [_cause(cause) for cause in part.causes],
        "needs": list(part.needs),
        "restored_for": list(part.needed_by),
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "kind": cause.kind.value,
        "name": cause.name,
        "change": cause.alteration.value,
        "before": cause.before,
        "after": cause.after,
        "environment": cause.environment or None,
        "callers": list(cause.callers),
        "where": _where(cause.where),
        "text": cause_text(cause),
    }


def _where(where: Where | None) -> dict[str, Any] | None:
    if where is None:
        return None
    return {"path": where.path, "line": where.line or None, "side": "base" if where.in_base else "head"}
