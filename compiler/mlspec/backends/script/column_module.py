"""What `columns.py` is made of: a table of columns a dataset."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class ColumnView:
    """One row of the table; the keywords are those that differ from the defaults."""

    arguments: Code


@record
class TableView:
    """A dataset's constant and its columns."""

    constant: Code
    columns: tuple[ColumnView, ...]


@record
class ColumnModule:
    """The whole of `columns.py`."""

    name: str
    spec_path: str
    tables: tuple[TableView, ...]
