"""From a step's action to the body of its function."""

import textwrap

from mlspec.backends.script.column_lowering import constant_of
from mlspec.backends.script.expressions import argument, source, variable
from mlspec.backends.script.stage_module import (
    CallBody,
    CheckBody,
    CommandBody,
    Entry,
    Params,
    SplitBody,
    TestsBody,
)
from mlspec.codegen.code import Code, dotted
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.binding import FromText, Source
from mlspec.ir.column import Dataset
from mlspec.ir.step import Call, Command, ModelTests, Returns, Split, Step
from mlspec.vocabulary.role import Role

LINE = 120
_INDENT = 4


def call_body(step: Step, action: Call, params: Params | None) -> CallBody:
    """A call of the user's function, spelled out."""
    target = dotted(f"{action.module}.{action.function}")
    arguments = tuple(argument(binding, _params_expression(params)) for binding in action.bindings)
    results = _taken_apart(step, action)
    wrappers = [
        *(["gates.flatten"] if measures(step) else []),
        *(["asyncio.run"] if action.asynchronous else []),
    ]
    before = ("made = " if results else "return ") + "".join(f"{wrapper}(" for wrapper in wrappers)
    after = ")" * len(wrappers)
    inline = ", ".join(arguments)
    fits = _INDENT + len(f"{before}{target}({inline}){after}") <= LINE
    return CallBody(
        dated_params=_dated_params(params),
        before=Code(before),
        target=target,
        inline=Code(inline if fits else ""),
        arguments=() if fits else arguments,
        after=Code(after),
        results=results,
    )


def measures(step: Step) -> bool:
    """Whether what the step gives are metrics."""
    return step.role is Role.EVALUATE and len(step.outputs) == 1


def command_body(step: Step, action: Command, params: Params | None) -> CommandBody:
    """A program and the files that it leaves."""
    expression = _params_expression(params)
    return CommandBody(
        dated_params=_dated_params(params),
        words=Code(", ".join(_word(given, expression) for given in action.words)),
        environment=tuple(Entry(name, _word(given, expression)) for name, given in action.environment),
        workdir=action.workdir,
        results=Code(", ".join(_file(step, path) for _, path in action.output_files)),
    )


def check_body(dataset: str, frame: str) -> CheckBody:
    """The frame of a dataset against its table."""
    return CheckBody(variable(frame), dataset, constant_of(dataset))


def split_body(action: Split, dataset: Dataset | None) -> SplitBody:
    """Rows in an order from 0 to 1: by a hash of what names them, by chance, or by time."""
    frame = variable(action.dataset)
    grouped = f"groupby({frame}[{python_literal(action.stratify)}])." if action.stratify else ""
    ties = "dense" if action.method == "group" else "first"
    conditions = _shares_from_the_end(action) if action.method == "time" else _shares_from_the_start(action)
    parts = ", ".join(f"{frame}[{condition}]" for condition in conditions)
    lot = _lot(action, frame, ordering_column(action, dataset))
    return SplitBody(lot, Code(f'{grouped}rank(pct=True, method="{ties}")'), Code(parts))


def ordering_column(action: Split, dataset: Dataset | None) -> str:
    """The column that decides where a row goes; empty where chance does."""
    role = {"time": "timestamp", "group": "group"}.get(action.method, "id")
    columns = dataset.columns if dataset else ()
    return action.by or next((column.name for column in columns if column.role == role), "")


def split_reason(action: Split, dataset: Dataset | None) -> tuple[str, ...]:
    """Why rows go where they go, for the function's docstring."""
    column = ordering_column(action, dataset)
    if action.method == "time":
        text = f"The latest rows by `{column}` are held out."
    elif column:
        text = (
            f"Rows are chosen by a hash of `{column}`: what is held out now is held out in later runs too, so a new model can be "
            "compared with the champion on rows that neither was trained on, but for a few where the border of the share moves."
        )
    else:
        text = "Rows are chosen by chance, with the same seed in every run."
    return tuple(textwrap.wrap(text, LINE - _INDENT))


def tests_body(step: Step, action: ModelTests) -> TestsBody:
    """The tests and the objects that they ask for, each in a file that a variable of the environment names."""
    objects = ", ".join(f"{python_literal(str(variable(name)))}: {variable(name)}" for name in step.inputs)
    return TestsBody(Code(", ".join(map(python_literal, action.paths))), Code(f"{{{objects}}}"))


def _params_expression(params: Params | None) -> Code:
    if params is None:
        return Code("{}")
    return Code("params") if params.dated else params.constant


def _dated_params(params: Params | None) -> Code:
    return Code(f"{params.function}(as_of)") if params is not None and params.dated else Code()


def _taken_apart(step: Step, action: Call) -> Code:
    match action.returns:
        case Returns.KEYS:
            return Code(", ".join(f"made[{python_literal(name)}]" for name in step.outputs))
        case Returns.ATTRIBUTES:
            return Code(", ".join(f"made.{variable(name)}" for name in step.outputs))
        case _:
            return Code()


def _word(given: Source, params: Code) -> Code:
    spelled = source(given, params)
    if isinstance(given, FromText):
        return Code("sys.executable") if given.text == "python" else spelled
    return Code(f"str({spelled})")


def _file(step: Step, path: str) -> Code:
    place = f"ROOT / {python_literal(path)}"
    return Code(f"gates.read_metrics({place})") if measures(step) else Code(place)


def _shares_from_the_start(action: Split) -> list[str]:
    first, second = _share(action.holdout), _share(action.holdout + action.validation)
    validation = [f"(place > {first}) & (place <= {second})"] if action.validation else []
    return [f"place > {second}", *validation, f"place <= {first}"]


def _shares_from_the_end(action: Split) -> list[str]:
    last, second = _share(1 - action.holdout), _share(1 - action.holdout - action.validation)
    validation = [f"(place > {second}) & (place <= {last})"] if action.validation else []
    return [f"place <= {second}", *validation, f"place > {last}"]


def _share(share: float) -> str:
    return python_literal(round(share, 12))


def _lot(action: Split, frame: Code, column: str) -> Code:
    if action.method == "time":
        return Code(f"{frame}[{python_literal(column)}]")
    if column:
        salt = python_literal(f"{action.seed} ")
        return Code(f"pd.util.hash_pandas_object({salt} + {frame}[{python_literal(column)}].astype(str), index=False)")
    return Code(f"pd.Series(np.random.default_rng({action.seed}).random(len({frame})), index={frame}.index)")
