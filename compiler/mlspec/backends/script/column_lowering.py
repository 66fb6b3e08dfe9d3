"""From declared columns to the table in `columns.py`."""

from collections.abc import Iterator

from mlspec.backends.script.column_module import ColumnModule, TableView
from mlspec.codegen.code import Code, identifier
from mlspec.codegen.line_breaks import Expression, Text, behind, group, laid_out, python_tuple
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.column import Column, Dataset
from mlspec.ir.graph import Graph

_ROW = 4


def lower_columns(graph: Graph) -> ColumnModule | None:
    """The tables of all datasets that declare columns; None where none does."""
    tables = tuple(
        TableView(constant_of(dataset.name), _rows(dataset)) for dataset in graph.datasets if dataset.columns
    )
    return ColumnModule(graph.name, graph.spec_path, tables) if tables else None


def constant_of(dataset: str) -> Code:
    """The name of a dataset's table."""
    return identifier(dataset.replace("-", "_").upper())


def _rows(dataset: Dataset) -> tuple[Code, ...]:
    return tuple(laid_out(group("Column(", _arguments(column), ")"), _ROW, 1) for column in dataset.columns)


def _arguments(column: Column) -> Iterator[Expression]:
    yield Text("", column.name)
    yield Code(python_literal(column.type))
    named = {
        "role": column.role or None,
        "nullable": column.nullable or None,
        "minimum": _number(column.minimum),
        "maximum": _number(column.maximum),
    }
    yield from (Code(f"{name}={python_literal(given)}") for name, given in named.items() if given is not None)
    if column.values:
        yield behind("values=", python_tuple([Code(python_literal(value)) for value in column.values]))


def _number(bound: float | str | None) -> float | int | str | None:
    return int(bound) if isinstance(bound, float) and bound.is_integer() else bound
