"""Narrowing a plan: to one environment, or to one stage and what it needs."""

from mlspec.plan.change import ModelChange, PartChange, Plan
from mlspec.plan.impact import gravest
from mlspec.plan.side import Side
from mlspec.vocabulary.part_kind import PartKind
from mlspec.vocabulary.record import evolve


def in_environment(side: Side, environment: str) -> Side:
    """A side without what only other environments say; that which builds counts, since all others get its model."""
    building = {one.name for one in side.graph.environments if one.builds}
    kept = tuple(pair for pair in side.elsewhere if pair[0] == environment or pair[0] in building)
    return evolve(side, elsewhere=kept)


def without_others(plan: Plan, environment: str) -> Plan:
    """The plan without the other environments."""
    return evolve(plan, environment=environment, models=tuple(_placed(model, environment) for model in plan.models))


def of_stage(plan: Plan, stage: str) -> Plan:
    """The plan of a part and of the steps that it needs; models without such a part are left out."""
    narrowed = (_narrowed(model, stage) for model in plan.models)
    return evolve(plan, stage=stage, models=tuple(model for model in narrowed if model.parts))


def find_part(model: ModelChange, stage: str) -> PartChange | None:
    """The part of a name."""
    return next((part for part in model.parts if stage == part.name), None)


def _placed(model: ModelChange, environment: str) -> ModelChange:
    parts = (part for part in model.parts if part.kind is not PartKind.ENVIRONMENT or part.name == environment)
    return evolve(model, parts=tuple(parts))


def _narrowed(model: ModelChange, stage: str) -> ModelChange:
    by_name = {part.name: part for part in model.parts}
    wanted, pending = set[str](), [stage]
    while pending:
        name = pending.pop()
        if name in by_name and name not in wanted:
            wanted.add(name)
            pending.extend(by_name[name].needs)
    parts = tuple(part for part in model.parts if part.name in wanted)
    return evolve(model, parts=parts, impact=gravest(tuple(part.impact for part in parts)))
