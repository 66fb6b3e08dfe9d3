"""What `columns.py` is made of: a table of columns a dataset."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class TableView:
    """A dataset's constant and its columns, each with the keywords that differ from the defaults."""

    constant: Code
    columns: tuple[Code, ...]


@record
class ColumnModule:
    """The whole of `columns.py`."""

    name: str
    spec_path: str
    tables: tuple[TableView, ...]
