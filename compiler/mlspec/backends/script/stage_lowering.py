"""From the graph to `stages.py`: one function a step, the params that the steps take, and what the module imports."""

from collections.abc import Iterator

from mlspec.backends.script.annotations import Annotation, annotate_outputs
from mlspec.backends.script.expressions import dates_in, is_dated, value, variable
from mlspec.backends.script.stage_bodies import (
    call_body,
    check_body,
    command_body,
    split_body,
    split_reason,
    tests_body,
)
from mlspec.backends.script.stage_module import Entry, Identity, Params, Stage, StageModule
from mlspec.codegen.code import Code, dotted, identifier
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.binding import FromContext, FromOutput
from mlspec.ir.graph import Graph
from mlspec.ir.step import (
    Call,
    ColumnCheck,
    Command,
    GateCheck,
    MetricsFile,
    ModelTests,
    Registration,
    Split,
    Step,
)
from mlspec.schema.references import AsOfReference
from mlspec.vocabulary.calendar_unit import CalendarUnit
from mlspec.vocabulary.role import Role

_SUMMARIES = {
    Role.DATA: "Load the dataset `{name}`.",
    Role.TRAIN: "Train the model.",
    Role.EVALUATE: "Measure a model on held-out rows; nested metrics get dotted names.",
}
_MAKING = (Role.TRAIN, Role.EVALUATE)
_CONTEXT_TYPES = {"as_of": "datetime", "workdir": "Path"}


def lower_stages(graph: Graph) -> StageModule | None:
    """The whole module; None where the project has no step to run."""
    steps = tuple(step for step in graph.steps if not isinstance(step.action, Registration))
    if not steps:
        return None
    annotations = annotate_outputs(graph)
    stages = tuple(_stage(graph, step, annotations) for step in steps)
    params = tuple(_params(step) for step in steps if step.params)
    dates = tuple(date for step in steps for _, given in step.params for date in dates_in(given))
    floors = {date.floor.value for date in dates if date.floor is not None}
    return StageModule(
        name=graph.name,
        spec_path=graph.spec_path,
        up=graph.output_folder.count("/") + 1,
        project_folder=graph.project_folder,
        source_folders=tuple(reversed(graph.source_roots)),
        standard_imports=tuple(map(Code, sorted(_standard_imports(steps, dates, annotations), key=_import_order))),
        library_imports=tuple(map(Code, _library_imports(graph, steps))),
        sibling_imports=tuple(map(Code, _sibling_imports(steps))),
        sources=Code(", ".join(_sources(graph))),
        user_imports=tuple(map(dotted, sorted(set(_user_modules(steps))))),
        typing_imports=tuple(_typing_imports(annotations)),
        constants=tuple(given for given in params if not given.dated),
        dated=tuple(given for given in params if given.dated),
        stages=stages,
        all_params=_all_params(params),
        identity=_identity(steps, params),
        floors_to_quarter="quarter" in floors,
        floors_to_year="year" in floors,
        floors_to_month="month" in floors,
        floors_to_week="week" in floors,
        floors_to_day="day" in floors,
        floors_to_hour="hour" in floors,
        shifts_months=any(date.offset.months for date in dates),
    )


def _stage(graph: Graph, step: Step, annotations: dict[str, Annotation]) -> Stage:
    stage = {
        "name": identifier(step.name),
        "parameters": Code(", ".join(_parameters(step, annotations))),
        "returns": _returns(step, annotations),
        "summary": _summary(step),
    }
    params = _params(step) if step.params else None
    match step.action:
        case Call():
            return Stage(**stage, call=call_body(step, step.action, params))
        case Command():
            return Stage(**stage, command=command_body(step, step.action, params))
        case ColumnCheck(dataset):
            return Stage(**stage, check=check_body(dataset, step.inputs[0]))
        case Split(dataset):
            declared = graph.dataset(dataset)
            return Stage(**stage, split=split_body(step.action, declared), details=split_reason(step.action, declared))
        case MetricsFile(output):
            return Stage(**stage, metrics_file=variable(output))
        case ModelTests():
            return Stage(**stage, tests=tests_body(step, step.action))
        case GateCheck():
            return Stage(**stage, gates=True)
        case _:
            raise TypeError(f"{step.name} has no function in stages.py")


def _summary(step: Step) -> str:
    match step.action:
        case Split(dataset, _, holdout, validation, _, stratify):
            even = f", evenly over `{stratify}`" if stratify else ""
            further = f" and {validation:.0%} for validation" if validation else ""
            return f"Hold out {holdout:.0%} of `{dataset}`{further}{even}."
        case ColumnCheck(dataset):
            return f"Hold `{dataset}` against its declared columns; raises columns.ColumnError."
        case GateCheck():
            return "Hold the metrics against the gates; raises gates.Refused with the table of them where one fails."
        case MetricsFile(output):
            return f"Read the metrics that `{output}` holds."
        case ModelTests():
            files = " and ".join(f"{variable(name).upper()}_FILE" for name in step.inputs)
            return f"Run the tests of the trained model, which find it in the files that {files} name."
        case _ if step.name == "train" or step.role is not Role.TRAIN:
            return _SUMMARIES.get(step.role, "Run this step.").format(name=" ".join(step.outputs))
        case _:
            return f"Run the step `{step.name}` of the training."


def _parameters(step: Step, annotations: dict[str, Annotation]) -> Iterator[str]:
    if isinstance(step.action, GateCheck):
        yield "metrics: Mapping[str, float]"
        yield "champion: Mapping[str, float] | None"
        return
    for name in outputs_read(step):
        annotation = annotations[name].text if name in annotations else "Any"
        yield f"{variable(name)}: {annotation}"
    for name in context_read(step):
        yield f"{identifier(name)}: {_CONTEXT_TYPES.get(name, 'str')}"


def outputs_read(step: Step) -> tuple[str, ...]:
    """The earlier outputs that a step takes, in the order in which its function names them."""
    if isinstance(step.action, Call):
        named = (binding.source.name for binding in step.action.bindings if isinstance(binding.source, FromOutput))
        return tuple(dict.fromkeys((*named, *step.inputs)))
    return step.inputs


def context_read(step: Step) -> tuple[str, ...]:
    """What of the run's own knowledge a step's function takes."""
    sources: tuple[object, ...] = ()
    if isinstance(step.action, Call):
        sources = tuple(binding.source for binding in step.action.bindings)
    elif isinstance(step.action, Command):
        sources = (*step.action.words, *(given for _, given in step.action.environment))
    names = {given.name for given in sources if isinstance(given, FromContext)}
    if any(is_dated(given) for _, given in step.params):
        names.add("as_of")
    return tuple(sorted(names))


def _returns(step: Step, annotations: dict[str, Annotation]) -> Code:
    if isinstance(step.action, GateCheck):
        return Code("list[gates.Verdict]")
    kinds = [annotations[name].text for name in step.outputs]
    if len(kinds) == 1:
        return kinds[0]
    return Code(f"tuple[{', '.join(kinds)}]") if kinds else Code("None")


def _params(step: Step) -> Params:
    label = step.name.removeprefix("load_") if step.role is Role.DATA else step.name
    wanted: dict[str, str] = {}
    if isinstance(step.action, Call):
        wanted = {binding.parameter: binding.annotation for binding in step.action.bindings}
    entries = tuple(Entry(key, value(given, wanted.get(key, ""))) for key, given in step.params)
    return Params(
        step=step.name,
        label=label,
        constant=identifier(f"{label.upper()}_PARAMS"),
        function=identifier(f"{label}_params"),
        entries=entries,
        inline=Code("{" + ", ".join(f"{python_literal(entry.key)}: {entry.value}" for entry in entries) + "}"),
        dated=any(is_dated(given) for _, given in step.params),
    )


def _all_params(params: tuple[Params, ...]) -> Code:
    given = (f"{python_literal(one.label)}: {one.function if one.dated else one.constant}" for one in params)
    calls = (text + "(as_of)" if one.dated else text for one, text in zip(params, given, strict=True))
    return Code("{" + ", ".join(calls) + "}")


def _identity(steps: tuple[Step, ...], params: tuple[Params, ...]) -> Identity:
    made = tuple(step.name for step in steps if step.role in _MAKING or isinstance(step.action, ModelTests))
    versions = [
        f"{python_literal(step.name.removeprefix('load_'))}: {_version(step.version)}"
        for step in steps
        if step.version is not None
    ]
    read = [f"**{given.function}(as_of)" for given in params if given.dated]
    read += [f"**{given.constant}" for given in params if not given.dated and "os.environ" in given.inline]
    return Identity(made, Code("{" + ", ".join([*versions, *read]) + "}"))


def _version(version: Call | str) -> str:
    return python_literal(version) if isinstance(version, str) else f"{version.module}.{version.function}()"


def _import_order(line: str) -> tuple[bool, str]:
    return line.startswith("from "), line


def _standard_imports(
    steps: tuple[Step, ...], dates: tuple[AsOfReference, ...], annotations: dict[str, Annotation]
) -> Iterator[str]:
    yield from ("import ast", "import hashlib", "import json", "import sys", "from pathlib import Path")
    moments = ["datetime"]
    moments += ["timedelta"] if any(date.offset.days or date.offset.hours or date.floor is CalendarUnit.WEEK for date in dates) else []
    yield f"from datetime import {', '.join(moments)}"
    typing = ["TYPE_CHECKING"] if any(annotation.module for annotation in annotations.values()) else []
    yield f"from typing import {', '.join([*typing, 'Any'])}"
    if any(date.offset.months for date in dates):
        yield "from calendar import monthrange"
    if any(isinstance(step.action, GateCheck) for step in steps):
        yield "from collections.abc import Mapping"
    if any(isinstance(step.action, Call) and step.action.asynchronous for step in steps):
        yield "import asyncio"
    if any(isinstance(step.action, (Command, ModelTests)) for step in steps):
        yield "import subprocess"
    if _reads_environment(steps):
        yield "import os"
    if any(isinstance(step.action, ModelTests) for step in steps):
        yield from ("import pickle", "from tempfile import TemporaryDirectory")


def _reads_environment(steps: tuple[Step, ...]) -> bool:
    runs = any(isinstance(step.action, ModelTests) or _has_environment(step) for step in steps)
    return runs or any("os.environ" in value(given, "") for step in steps for _, given in step.params)


def _has_environment(step: Step) -> bool:
    return isinstance(step.action, Command) and bool(step.action.environment)


def _sources(graph: Graph) -> Iterator[str]:
    inside = f"{graph.project_folder}/"
    for root in graph.source_roots:
        own = root.removeprefix(inside)
        yield "PROJECT" if root == graph.project_folder else f"{'ROOT' if own == root else 'PROJECT'} / {python_literal(own)}"


def _sibling_imports(steps: tuple[Step, ...]) -> Iterator[str]:
    if any(isinstance(step.action, ColumnCheck) for step in steps):
        yield "import columns"
    if any(step.role in (Role.EVALUATE, Role.GATES) for step in steps):
        yield "import gates"


def _library_imports(graph: Graph, steps: tuple[Step, ...]) -> Iterator[str]:
    splits = [step.action for step in steps if isinstance(step.action, Split)]
    if any(not action.by and action.method == "random" and not _has_id(graph, action) for action in splits):
        yield "import numpy as np"
    if splits or any(isinstance(step.action, ColumnCheck) for step in steps):
        yield "import pandas as pd"


def _has_id(graph: Graph, action: Split) -> bool:
    dataset = graph.dataset(action.dataset)
    return dataset is not None and any(column.role == "id" for column in dataset.columns)


def _user_modules(steps: tuple[Step, ...]) -> Iterator[str]:
    for step in steps:
        if isinstance(step.action, Call):
            yield step.action.module
        if isinstance(step.version, Call):
            yield step.version.module


def _typing_imports(annotations: dict[str, Annotation]) -> Iterator[Code]:
    names: dict[str, set[str]] = {}
    for annotation in annotations.values():
        if annotation.module:
            names.setdefault(annotation.module, set()).add(annotation.name)
    for module in sorted(names):
        yield Code(f"from {module} import {', '.join(sorted(names[module]))}")
