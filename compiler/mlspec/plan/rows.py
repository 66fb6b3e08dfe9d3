"""The rows of a plan's table: neighbours to which the same happens for the same reason share one."""

from collections.abc import Iterator
from itertools import groupby

from mlspec.plan.change import ModelChange, PartChange
from mlspec.plan.wording import cause_texts, own_causes, restore_text, texts_of
from mlspec.vocabulary.alteration import Alteration
from mlspec.vocabulary.plan_action import PlanAction
from mlspec.vocabulary.plan_cause import PlanCause
from mlspec.vocabulary.record import record

_WHOLE = {Alteration.ADDED: PlanAction.BOOTSTRAP, Alteration.REMOVED: PlanAction.REMOVE}


@record
class Row:
    """An action, the names of the parts, and the reasons in words."""

    action: str
    names: str
    reasons: tuple[str, ...]


def rows_of(model: ModelChange) -> Iterator[Row]:
    """The rows of a model in the order of its lifecycle; what is restored stands last, in one.

    Where nobody is asked any more stands first.
    """
    if model.alteration in _WHOLE:
        yield Row(_WHOLE[model.alteration].value, _names(list(model.parts)), ())
        return
    working = [part for part in model.actions if part.action is not PlanAction.RESTORE]
    working.sort(key=lambda part: all(cause.kind is not PlanCause.APPROVAL for cause in part.causes))
    for _, neighbours in groupby(working, key=lambda part: (part.action, own_causes(part) or part)):
        group = list(neighbours)
        reasons = cause_texts(group[0]) if len(group) == 1 else texts_of(own_causes(group[0]))
        yield Row(group[0].action.value, _names(group), reasons)
    restored = [part for part in model.actions if part.action is PlanAction.RESTORE]
    if restored:
        yield Row(PlanAction.RESTORE.value, _names(restored), (restore_text(model),))


def _names(parts: list[PartChange]) -> str:
    return ", ".join(part.name for part in parts)
