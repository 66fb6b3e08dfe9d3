"""Columns of datasets, and fields of requests and responses."""

from collections.abc import Iterator
from typing import Annotated, Any

from mlspec.schema.leaf import Bound, ColumnName, Flag, Identifier, PositiveCount, Scalar, Text, choice
from mlspec.schema.node import INHERITED, NOTHING, Node, field
from mlspec.schema.refusal import Refused, quoted
from mlspec.schema.rules import OUT_OF_RANGE
from mlspec.vocabulary.column_role import ColumnRole
from mlspec.vocabulary.column_type import ColumnType

_TYPE = choice(ColumnType, "type of column")


class Values(Node):
    """What values may be; a column and a field of a request say it alike."""

    example = "`{type: number, min: 0}`"
    short_forms = (_TYPE.json,)

    type: Annotated[ColumnType, _TYPE] = field(doc="What the values are.", effects=INHERITED)
    of: Annotated[ColumnType, _TYPE] | None = field(
        None, doc="What the items of a list, an array or a map are.", effects=INHERITED
    )
    shape: tuple[PositiveCount, ...] = field((), doc="The lengths of an array along its axes.", effects=INHERITED)
    min: Bound | None = field(None, doc="The smallest value: a number, or a date as text.", effects=INHERITED)
    max: Bound | None = field(None, doc="The largest value: a number, or a date as text.", effects=INHERITED)
    values: tuple[Scalar, ...] = field((), doc="All values that there are.", effects=INHERITED)
    nullable: Flag = field(False, doc="Whether a value may be missing.", effects=INHERITED)
    unit: Text = field("", doc="The unit of measurement, for readers.", effects=NOTHING)
    description: Text = field("", doc="What the values mean.", effects=NOTHING)

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The type alone."""
        return {"type": value} if isinstance(value, str) else value

    def faults(self) -> Iterator[Refused]:
        """The bounds are in order."""
        if self.min is None or self.max is None or isinstance(self.min, str) != isinstance(self.max, str):
            return
        if self.min > self.max:  # type: ignore[operator]  # both numbers or both text
            message = f"`min` is {quoted(self.min)} and `max` is {quoted(self.max)}, so that no value would do"
            yield Refused(OUT_OF_RANGE, message, label="above the maximum").at("min")


class Column(Values):
    """A column of a dataset."""

    role: Annotated[ColumnRole, choice(ColumnRole, "role of a column")] | None = field(
        None, doc="The part that the column plays; a feature where nothing is said.", effects=INHERITED
    )


class PayloadField(Values):
    """A field of a request or a response."""

    default: Scalar | None = field(None, doc="The value of a field that a request leaves out.", effects=INHERITED)


Columns = dict[ColumnName, Column]
Fields = dict[Identifier, PayloadField]
