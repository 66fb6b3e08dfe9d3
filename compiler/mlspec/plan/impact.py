"""How far an action on a part reaches."""

from mlspec.vocabulary.impact import Impact
from mlspec.vocabulary.part_kind import PartKind
from mlspec.vocabulary.plan_action import PlanAction
from mlspec.vocabulary.role import Role

_ORDER = {impact: number for number, impact in enumerate(Impact)}
_MILD = {
    PlanAction.NOTHING: Impact.NONE,
    PlanAction.RESTORE: Impact.NONE,
    PlanAction.UPDATE: Impact.IN_PLACE,
    PlanAction.RESTART: Impact.ROLLOUT,
    PlanAction.ROLLOUT: Impact.ROLLOUT,
    PlanAction.PROMOTE: Impact.ROLLOUT,
}
_OF_SERVING = (PartKind.SERVICE, PartKind.ENVIRONMENT)


def impact_of(kind: PartKind, role: Role, action: PlanAction) -> Impact:
    """What happens beyond the part itself: a step of the data or the training changes what the model has learnt."""
    if action in _MILD:
        return _MILD[action]
    if kind is PartKind.STEP and role in (Role.DATA, Role.TRAIN):
        return Impact.RETRAIN
    if kind in _OF_SERVING or role is Role.REGISTER:
        return Impact.ROLLOUT
    return Impact.IN_PLACE


def gravest(impacts: tuple[Impact, ...]) -> Impact:
    """The gravest of some impacts; none where there are none."""
    return max(impacts, key=_ORDER.__getitem__, default=Impact.NONE)
