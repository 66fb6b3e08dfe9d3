"""What `stages.py` imports."""

import sys
from collections.abc import Container, Iterable, Iterator

from mlspec.backends.script.annotations import FRAME
from mlspec.backends.script.expressions import WINDOW, plain_type, references_of
from mlspec.backends.script.names import import_line
from mlspec.backends.script.scope import Scope
from mlspec.backends.script.stage_module import Identity, Imports, UserCode
from mlspec.codegen.code import Code
from mlspec.ir.binding import Binding, FromContext, FromParam, FromReference, FromText
from mlspec.ir.step import Call, ColumnCheck, Command, GateCheck, ModelTests, Split, Step
from mlspec.schema.references import AsOfReference, EnvReference, SecretReference
from mlspec.vocabulary.calendar_unit import CalendarUnit
from mlspec.vocabulary.role import Role


def lower_imports(
    scope: Scope, steps: tuple[Step, ...], code: UserCode | None, identity: Identity | None, later: Container[str]
) -> Imports:
    """The imports, block by block; modules that are imported `later` are left to the functions that call them."""
    pandas = any(_splits_by_hash(step) or _makes_timestamps(step) for step in steps)
    standard = {*_of_the_runtime(steps), *_of_identity(code, identity), *_of_dates(steps)}
    if scope.called:
        standard.add("import sys")
    typed = tuple(_typed(scope, pandas))
    names = ["Any"] if not typed else ["TYPE_CHECKING", "Any"]
    standard |= {"import json", "from pathlib import Path", f"from typing import {', '.join(names)}"}
    return Imports(
        standard=tuple(map(Code, sorted(standard, key=_order))),
        libraries=(Code("import pandas as pd"),) if pandas else (),
        siblings=tuple(map(Code, _siblings(steps))),
        user=tuple(import_line(module, called) for module, called in scope.called.items() if module not in later),
        typed=typed,
    )


def _of_the_runtime(steps: tuple[Step, ...]) -> Iterator[str]:
    if any(isinstance(step.action, Call) and step.action.asynchronous for step in steps):
        yield "import asyncio"
    if any(isinstance(step.action, (Command, ModelTests)) for step in steps):
        yield "import subprocess"
    if any(isinstance(step.action, ModelTests) or _starts_python(step) for step in steps):
        yield "import sys"
    if any(isinstance(step.action, ModelTests) for step in steps):
        yield from ("import pickle", "from tempfile import TemporaryDirectory")
    hands = any(isinstance(step.action, Command) and step.action.environment for step in steps)
    if hands or any(isinstance(step.action, GateCheck) for step in steps):
        yield "from collections.abc import Mapping"
    asks = any(isinstance(found, (EnvReference, SecretReference)) for step in steps for found in references_of(step))
    if any(isinstance(step.action, Command) and step.timeout_seconds for step in steps):
        yield from ("import os", "import signal")
    if hands or asks or any(isinstance(step.action, ModelTests) for step in steps):
        yield "import os"


def _starts_python(step: Step) -> bool:
    return isinstance(step.action, Command) and step.action.words[:1] in ((FromText("python"),), (FromText("python3"),))


def _of_identity(code: UserCode | None, identity: Identity | None) -> Iterator[str]:
    if code is not None or (identity is not None and identity.digests_files):
        yield "import hashlib"
    if code is not None and code.modules:
        yield "import ast"


def _of_dates(steps: tuple[Step, ...]) -> Iterator[str]:
    dates = [found for step in steps for found in references_of(step) if isinstance(found, AsOfReference)]
    shifted = any(date.offset.days or date.offset.hours or date.floor is CalendarUnit.WEEK for date in dates)
    yield f"from datetime import datetime{', timedelta' if shifted else ''}"
    if any(date.offset.months for date in dates):
        yield "from calendar import monthrange"


def _splits_by_hash(step: Step) -> bool:
    return isinstance(step.action, Split) and step.action.method != "time"


def _makes_timestamps(step: Step) -> bool:
    if not isinstance(step.action, Call):
        return False
    params = dict(step.params)
    wanted = (one for one in step.action.bindings if plain_type(one.annotation) == "pandas.Timestamp")
    return any(_is_dated(binding, params) for binding in wanted)


def _is_dated(binding: Binding, params: dict[str, object]) -> bool:
    match binding.source:
        case FromParam(key):
            return isinstance(params.get(key), AsOfReference)
        case FromReference(reference):
            return isinstance(reference, AsOfReference)
        case FromContext(name):
            return name in ("as_of", *WINDOW)
        case _:
            return False


def _siblings(steps: tuple[Step, ...]) -> Iterator[str]:
    if any(isinstance(step.action, ColumnCheck) for step in steps):
        yield "import columns"
    if any(step.role in (Role.EVALUATE, Role.GATES) for step in steps):
        yield "import gates"


def _typed(scope: Scope, pandas: bool) -> Iterator[tuple[Code, ...]]:
    """Blocks as a sorter of imports would have them: Python's own, libraries, the user's."""
    own = {module.partition(".")[0] for module in scope.called}
    names: dict[str, set[str]] = {}
    for annotation in scope.annotations.imported():
        names.setdefault(annotation.module, set()).add(annotation.name)
    modules = {module: f"from {module} import {', '.join(sorted(names[module]))}" for module in sorted(names)}
    if FRAME in scope.annotations.given.values() and not pandas:
        modules = {"pandas as pd": "import pandas as pd", **modules}
    for block in (_BUILT_IN, _LIBRARY, _OWN):
        lines = tuple(Code(line) for module, line in modules.items() if _block_of(module, own) == block)
        if lines:
            yield lines


def _block_of(module: str, own: Iterable[str]) -> int:
    top = module.partition(".")[0]
    if top in own:
        return _OWN
    return _BUILT_IN if top in sys.stdlib_module_names else _LIBRARY


def _order(line: str) -> tuple[bool, str]:
    return line.startswith("from "), line


_BUILT_IN, _LIBRARY, _OWN = range(3)
