"""Which rows are held out: by a hash, so that later runs hold out the same ones, by whole groups, or by time."""

from collections.abc import Iterator

from mlspec.backends.script.names import variable
from mlspec.backends.script.stage_bodies import INDENT
from mlspec.codegen.code import Code
from mlspec.codegen.line_breaks import LINE, group, laid_out
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.column import Column, Dataset
from mlspec.ir.step import Split

_NO_SCALARS = frozenset({"array", "image", "list", "map"})


def split_lines(action: Split, dataset: Dataset) -> Iterator[Code]:
    """Rows in an order from 0 to 1, and the part of that order which each side takes."""
    frame = variable(action.dataset)
    column = ordering_column(action, dataset)
    if action.method == "time":
        order = f"{frame}[{python_literal(column)}]"
    else:
        yield from _lot(action, dataset, frame, column)
        order = "lot"
    ranking = ", ".join(_ranking(action, dataset, column))
    yield Code(f"place = {order}.{_grouped(action, dataset, frame)}rank({ranking})")
    yield _parts(action, frame)


def split_summary(action: Split) -> str:
    """What is held out, in a sentence."""
    even = f", evenly over `{action.stratify}`" if action.stratify else ""
    further = f" and {_percent(action.validation)} for validation" if action.validation else ""
    return f"Hold out {_percent(action.holdout)} of `{action.dataset}`{further}{even}."


def split_reason(action: Split, dataset: Dataset) -> tuple[str, ...]:
    """Why rows go where they go, for the function's docstring."""
    column = ordering_column(action, dataset)
    again = (
        "what is held out now is held out in later runs too, so a new model can be compared with the champion on rows "
        "that neither was trained on, but for a few where the border of the share moves."
    )
    if action.method == "time":
        text = f"The latest rows by `{column}` are held out."
    elif action.method == "group":
        text = f"All rows of a `{column}` go to one side. Which one is told by a hash: {again}"
    elif column:
        text = f"Rows are chosen by a hash of `{column}`: {again}"
    else:
        text = f"Rows are chosen by a hash of their values: {again}"
    from textwrap import wrap  # only where rows are split

    return tuple(wrap(text, LINE - INDENT))


def ordering_column(action: Split, dataset: Dataset) -> str:
    """The column that decides where a row goes; empty where all of them do."""
    if action.by:
        return action.by
    role = {"time": "timestamp", "group": "group"}.get(action.method, "id")
    return next((column.name for column in dataset.columns if column.role == role), "")


def _lot(action: Split, dataset: Dataset, frame: Code, column: str) -> Iterator[Code]:
    salt = python_literal(f"{action.seed} ")
    if column:
        named = f"{frame}[{python_literal(column)}].astype(str)"
    else:
        scalar = dataset.columns and not any(declared.type in _NO_SCALARS for declared in dataset.columns)
        yield Code(f"hashes = pd.util.hash_pandas_object({frame if scalar else f'{frame}.astype(str)'}, index=False)")
        named = "hashes.astype(str)"
    hashed = (Code(f"{salt} + {named}"), Code("index=False"))
    yield laid_out(group("lot = pd.util.hash_pandas_object(", hashed, ")"), INDENT)


def _grouped(action: Split, dataset: Dataset, frame: Code) -> str:
    if not action.stratify:
        return ""
    kept = ", dropna=False" if _may_be_missing(dataset, action.stratify) else ""
    return f"groupby({frame}[{python_literal(action.stratify)}]{kept})."


def _ranking(action: Split, dataset: Dataset, column: str) -> Iterator[str]:
    yield from ("pct=True", f"method={python_literal('dense' if action.method == 'group' else 'first')}")
    if action.method == "time" and _may_be_missing(dataset, column):
        yield 'na_option="top"'


def _may_be_missing(dataset: Dataset, name: str) -> bool:
    column: Column | None = next((column for column in dataset.columns if column.name == name), None)
    return column is None or column.nullable


def _parts(action: Split, frame: Code) -> Code:
    conditions = _from_the_end(action) if action.method == "time" else _from_the_start(action)
    parts = [Code(f"{frame}[{condition}]") for condition in conditions]
    line = Code(f"return {', '.join(parts)}")
    return line if INDENT + len(line) <= LINE else laid_out(group("return (", parts, ")"), INDENT)


def _from_the_start(action: Split) -> tuple[str, ...]:
    first, second = _share(action.holdout), _share(action.holdout + action.validation)
    validation = (f"(place > {first}) & (place <= {second})",) if action.validation else ()
    return (f"place > {second}", *validation, f"place <= {first}")


def _from_the_end(action: Split) -> tuple[str, ...]:
    last, second = _share(1 - action.holdout), _share(1 - action.holdout - action.validation)
    validation = (f"(place > {second}) & (place <= {last})",) if action.validation else ()
    return (f"place <= {second}", *validation, f"place > {last}")


def _share(share: float) -> str:
    return python_literal(round(share, 12))


def _percent(share: float) -> str:
    return f"{share * 100:.10g}%"
