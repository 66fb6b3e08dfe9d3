"""What a field declares of its changes: effects of its own, or those of the node that it belongs to."""

from enum import Enum
from typing import Final, TypeAlias

from mlspec.vocabulary.effect import Effect
from mlspec.vocabulary.role import Role

RoleEffects: TypeAlias = tuple[tuple[Role, Effect], ...]


class Inherited(Enum):
    """The effects of the node that the field belongs to."""

    INHERITED = "inherited"


INHERITED: Final = Inherited.INHERITED
NOTHING: Final = ()

FieldEffects: TypeAlias = RoleEffects | Effect | Inherited
"""Own effects; or the inherited roles with another effect; or all that is inherited."""


def resolve_effects(declared: FieldEffects, inherited: RoleEffects) -> RoleEffects:
    """The effects that count for a field of a node with inherited ones."""
    if isinstance(declared, Inherited):
        return inherited
    if isinstance(declared, Effect):
        return tuple((role, declared) for role, _ in inherited)
    return declared
