"""What `tracking.py` imports, in the order in which formatters sort."""

from collections.abc import Iterable, Iterator

from mlspec.backends.mlflow.tracking_module import FrameSchema, Registry
from mlspec.codegen.code import Code


def standard_imports(registry: Registry | None, *, extends_path: bool, keeps_reference: bool) -> tuple[Code, ...]:
    """Of Python's own library."""
    kept = ["from tempfile import TemporaryDirectory"] if keeps_reference else []
    return _sorted((*_standard(registry, extends_path), *kept))


def library_imports(schema: FrameSchema | None, registry: Registry | None) -> tuple[Code, ...]:
    """Of MLflow and pandas."""
    return _sorted(_libraries(schema, registry))


def _standard(registry: Registry | None, extends_path: bool) -> Iterator[str]:
    yield from ("import hashlib", "import json", "import os", "import re", "import subprocess")
    yield from ("from collections.abc import Iterator, Mapping", "from pathlib import Path")
    yield f"from typing import {'Any, NamedTuple' if registry else 'Any'}"
    logs = registry is not None and registry.parts is None
    yield f"from contextlib import contextmanager, {'redirect_stderr, ' if logs else ''}suppress"
    if logs:
        yield "from io import StringIO"
    if registry and (registry.adapter or (registry.parts and registry.parts.has_objects)):
        yield from ("import pickle", "from tempfile import TemporaryDirectory")
    if extends_path:
        yield "import sys"


def _libraries(schema: FrameSchema | None, registry: Registry | None) -> Iterator[str]:
    yield from ("import mlflow", "import pandas as pd")
    yield "from mlflow.data.code_dataset_source import CodeDatasetSource"
    yield "from mlflow.data.meta_dataset import MetaDataset"
    if schema:
        yield "from mlflow.types import ColSpec, Schema"
        if schema.has_any:
            yield "from mlflow.types.schema import AnyType"
    if registry is None:
        return
    yield "from mlflow.entities.model_registry import ModelVersion"
    arguments = ""
    if registry.library:
        yield f"import {registry.library.module}"
        arguments = " ".join(registry.library.arguments)
    if registry.adapter:
        yield "import mlflow.pyfunc"
        arguments = " ".join(registry.adapter.arguments)
    if "skops" in arguments:
        yield "import skops.io"
    names = ["Model"] if registry.example else []
    names += [name for name in ("ModelSignature", "infer_signature") if name in arguments]
    if names:
        yield f"from mlflow.models import {', '.join(names)}"


def _sorted(lines: Iterable[str]) -> tuple[Code, ...]:
    return tuple(map(Code, sorted(set(lines), key=lambda line: (line.startswith("from "), line.split()[1]))))
