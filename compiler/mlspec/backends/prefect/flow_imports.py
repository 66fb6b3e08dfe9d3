"""What `flows/training_flow.py` imports, in the order in which formatters sort."""

from collections.abc import Iterator

from mlspec.backends.prefect.flow_scope import FlowScope
from mlspec.backends.prefect.task_lowering import has_expiration
from mlspec.codegen.code import Code


def standard_imports(scope: FlowScope, *, closed: bool) -> tuple[Code, ...]:
    """Of Python's own library; `closed` says that a parameter takes one of a few values."""
    return tuple(map(Code, _standard(scope, closed)))


def prefect_imports(scope: FlowScope, *, never: bool) -> tuple[Code, ...]:
    """Of Prefect; `never` says that some results are never kept."""
    return tuple(map(Code, _prefect(scope, never)))


def sibling_imports(scope: FlowScope) -> tuple[Code, ...]:
    """Of the modules that others write."""
    named = {name for call in scope.stages.calls for name in (call.function, *(log.function for log in call.logs))}
    named |= {*scope.stages.faults, *([scope.stages.refused] if scope.stages.refused else [])}
    named |= {"tracking."} if scope.tracked else set()
    named |= {"release."} if scope.release is not None and scope.release.path else set()
    return tuple(Code(f"import {module}") for module in sorted({name.partition(".")[0] for name in named}))


def _standard(scope: FlowScope, closed: bool) -> Iterator[str]:
    yield "import argparse"
    if scope.keeps:
        yield from ("import hashlib", "import json")
    yield from ("import logging", "import sys", "from collections.abc import Callable, Mapping")
    if scope.keeps:
        yield "from contextvars import ContextVar"
    spans = has_expiration(scope.graph, scope.stages.calls)
    yield f"from datetime import datetime{', timedelta' if spans else ''}"
    yield "from pathlib import Path"
    yield f"from typing import Any, {'Literal, ' if closed else ''}ParamSpec, TypeVar"


def _prefect(scope: FlowScope, never: bool) -> Iterator[str]:
    yield f"from prefect import Task, flow, {'get_run_logger, ' if scope.reuses else ''}tags"
    if scope.gated or scope.stages.refused:
        yield "from prefect.artifacts import create_markdown_artifact"
    if never:
        yield "from prefect.cache_policies import NO_CACHE"
    yield "from prefect.client.schemas.objects import State"
    if scope.keeps:
        yield "from prefect.context import TaskRunContext"
    yield "from prefect.runtime import flow_run"
    if scope.keeps:
        yield "from prefect.settings import PREFECT_TASKS_REFRESH_CACHE, temporary_settings"
    yield "from prefect.states import Completed, Failed"
