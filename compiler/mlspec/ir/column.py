"""A dataset's declared columns."""

from mlspec.vocabulary.record import record


@record
class Column:
    """One column: its type, its role, and what its values may be."""

    name: str
    type: str
    role: str = ""
    nullable: bool = False
    minimum: float | str | None = None
    maximum: float | str | None = None
    values: tuple[object, ...] = ()
    unit: str = ""


@record
class Dataset:
    """A named table; without declared columns nothing is known of its shape."""

    name: str
    columns: tuple[Column, ...] = ()
