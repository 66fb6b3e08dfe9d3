"""What follows for the service, the monitor and environments from more than one field."""

from collections.abc import Iterator

from mlspec.plan.change import Cause
from mlspec.plan.parts import Part
from mlspec.plan.side import Side
from mlspec.vocabulary.alteration import Alteration
from mlspec.vocabulary.part_kind import PartKind
from mlspec.vocabulary.plan_cause import PlanCause


def derived_causes(before: Side, after: Side, part: Part) -> Iterator[Cause]:
    """What such a part gets from elsewhere and that is not what it was; and that nobody is asked any more."""
    if part.kind is PartKind.ENVIRONMENT:
        former = next((one for one in before.graph.environments if one.name == part.name), None)
        if former is not None and former.approval and not part.approval:
            where = after.locate("", part.route)
            yield Cause(PlanCause.APPROVAL, f"{part.name} goes on without approval", Alteration.REMOVED, where=where)
    elif part.kind is PartKind.SERVICE:
        yield from _renamed(before.name, after.name)
        was, now = before.graph.service, after.graph.service
        if was is not None and now is not None and was.alias != now.alias:
            yield _cause(f"it serves the alias {now.alias} and no longer {was.alias}")
    elif part.kind is PartKind.MONITOR:
        old, new = before.graph.watch, after.graph.watch
        if old is not None and new is not None and old.reference != new.reference:
            yield _cause(f"it compares with {new.reference or _NOTHING} and no longer with {old.reference or _NOTHING}")


def _renamed(before: str, after: str) -> Iterator[Cause]:
    if before != after:
        yield Cause(PlanCause.NAME, after, Alteration.RENAMED, before, after)


def _cause(text: str) -> Cause:
    return Cause(PlanCause.CONTRACT, text, Alteration.CHANGED)


_NOTHING = "nothing"
