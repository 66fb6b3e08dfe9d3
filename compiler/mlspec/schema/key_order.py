"""Maps in one order: the order in which keys are written means nothing, so nothing that is compiled may show it."""

from mlspec.schema.references import LiteralValue


def in_order(value: object) -> object:
    """A value whose maps, at any depth, have their keys sorted."""
    match value:
        case dict():
            return {key: in_order(value[key]) for key in sorted(value, key=str)}
        case list() | tuple():
            return type(value)(in_order(item) for item in value)
        case LiteralValue(inner):
            return LiteralValue(in_order(inner))
    return value
