"""The data of a project: how each dataset comes about, and what its columns promise."""

from mlspec.backends.readme.actions import code_of
from mlspec.backends.readme.marks import cell_code, scalar, table_row
from mlspec.backends.readme.model_page import DatasetPart
from mlspec.codegen.code import Code
from mlspec.codegen.markdown import markdown_code
from mlspec.ir.column import Column, Dataset
from mlspec.ir.graph import Graph
from mlspec.ir.step import Call, Command


def lower_datasets(graph: Graph) -> tuple[DatasetPart, ...]:
    """All datasets, those with declared columns first."""
    ordered = sorted(graph.datasets, key=lambda dataset: (not dataset.columns, dataset.name))
    return tuple(_part(graph, dataset) for dataset in ordered)


def value_range(minimum: object, maximum: object) -> str:
    """What values may lie between, in words; empty where nothing bounds them."""
    if minimum is None and maximum is None:
        return ""
    if maximum is None:
        return f"{_bound(minimum)} or more"
    if minimum is None:
        return f"at most {_bound(maximum)}"
    return f"{_bound(minimum)} to {_bound(maximum)}"


def _part(graph: Graph, dataset: Dataset) -> DatasetPart:
    return DatasetPart(
        markdown_code(dataset.name), _source(graph, dataset), tuple(_row(column) for column in dataset.columns)
    )


def _source(graph: Graph, dataset: Dataset) -> Code:
    for step in graph.steps:
        if dataset.name in step.outputs and isinstance(step.action, (Call, Command)):
            verb = "loaded by" if isinstance(step.action, Call) else "made by"
            return Code(f", {verb} {markdown_code(code_of(step))}")
    return Code()


def _row(column: Column) -> Code:
    missing = "yes" if column.nullable else ""
    values = ", ".join(map(scalar, column.values)) or value_range(column.minimum, column.maximum)
    return table_row(cell_code(column.name), column.type, column.role or "input", missing, values, column.unit)


def _bound(bound: object) -> str:
    return f"{bound:g}" if isinstance(bound, float) else str(bound)
