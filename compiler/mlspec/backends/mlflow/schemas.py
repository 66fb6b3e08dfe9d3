"""From declared columns to MLflow's types of columns."""

from collections.abc import Iterator

from mlspec.backends.mlflow.tracking_module import FrameSchema, Table
from mlspec.codegen.code import Code, identifier
from mlspec.codegen.line_breaks import group, laid_out
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.column import Column, Dataset
from mlspec.ir.graph import Graph
from mlspec.ir.step import ColumnCheck, Split
from mlspec.vocabulary.column_type import ColumnType

_ANY = "_ANY"
_TYPES = {
    ColumnType.BOOLEAN: "boolean",
    ColumnType.CATEGORY: "string",
    ColumnType.DATE: "datetime",
    ColumnType.INTEGER: "double",  # a number may be missing tomorrow, and MLflow's integers may not
    ColumnType.NUMBER: "double",
    ColumnType.STRING: "string",
    ColumnType.TEXT: "string",
    ColumnType.TIMESTAMP: "datetime",
}
_CLASSES = {"binary", "multiclass"}


def lower_schema(graph: Graph) -> FrameSchema | None:
    """One table for all frames where there is one dataset, else one a frame; None where no columns are declared."""
    declared = [dataset for dataset in graph.datasets if dataset.columns]
    if not declared:
        return None
    types = sorted({column.type for dataset in declared for column in dataset.columns})
    items = (f"{python_literal(name)}: {_spelled(name)}" for name in types)
    has_any = any(_spelled(name) == _ANY for name in types)
    annotation = ": dict[str, str | AnyType]" if has_any else ""
    alone = len(graph.datasets) == 1
    return FrameSchema(
        table=table_of(declared[0]) if alone else Code(),
        tables=() if alone else tuple(_tables(graph)),
        has_any=has_any,
        types=laid_out(group(f"_TYPES{annotation} = {{", map(Code, items), "}")),
    )


def table_of(dataset: Dataset) -> Code:
    """The dataset's table in `columns.py`."""
    return Code(f"columns.{identifier(dataset.name.replace('-', '_').upper())}")


def frames_of(graph: Graph) -> dict[str, Dataset]:
    """The dataset that each frame which a step gives belongs to, in the order of the steps."""
    frames: dict[str, Dataset] = {}
    for step in graph.steps:
        if isinstance(step.action, (ColumnCheck, Split)):
            owner = step.action.dataset
            frames.update(dict.fromkeys(step.outputs, graph.dataset(owner) or Dataset(owner)))
    return frames


def holds_no_scalars(dataset: Dataset) -> bool:
    """Whether a column's values could be lists and the like."""
    return not dataset.columns or any(_spelled(column.type) == _ANY for column in dataset.columns)


def answer_type(graph: Graph, dataset: Dataset) -> str:
    """MLflow's type of what the model answers, or nothing where it cannot be told."""
    prediction = graph.prediction
    if prediction is None:
        return ""
    if prediction.kind == "regression":
        return "double"
    target = next((column for column in dataset.columns if column.name == prediction.column), None)
    return _class_type(target) if prediction.kind in _CLASSES and target is not None else ""


def _tables(graph: Graph) -> Iterator[Table]:
    frames = {dataset.name: dataset for dataset in graph.datasets} | frames_of(graph)
    for name, dataset in sorted(frames.items()):
        if dataset.columns:
            yield Table(name, table_of(dataset))


def _spelled(name: str) -> str:
    known = _TYPES.get(ColumnType(name))
    return python_literal(known) if known else _ANY


def _class_type(target: Column) -> str:
    kinds = {type(value) for value in target.values}
    if target.type == "integer" or kinds == {int}:
        return "long"
    return {"boolean": "boolean", "number": "double"}.get(target.type, "string")
