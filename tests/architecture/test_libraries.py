"""A library has its room: where a third-party import, and dataclasses, may stand."""

import ast
import sys
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

import pytest

# The first name of an import, and the files that may have it. A library that is not here has no place in the compiler.
ROOMS = {
    "click": ("cli/*",),
    "cronsim": ("analysis/*", "schema/*", "spec/*"),
    "dataclasses": (),  # vocabulary.record makes records at a tenth of the cost on a cold start
    "jinja2": ("codegen/template.py", "codegen/template_cache.py"),
    "packaging": ("driver/*",),
    "pydantic": (),  # its core validates; importing the rest costs nine bare interpreters
    "pydantic_core": ("schema/*",),
    "yaml": ("source/*",),  # the parser of specs; nothing is ever loaded or dumped by it
}


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and first name of every import, those for the type checker alone too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module.partition(".")[0]


def misplaced(path: str, tree: ast.AST) -> list[str]:
    return [
        f"{path}:{line} imports {name}"
        for line, name in imported(tree)
        if name in ROOMS or name not in sys.stdlib_module_names
        if name != "mlspec" and not any(fnmatchcase(path, pattern) for pattern in ROOMS.get(name, ()))
    ]


def test_every_library_stands_in_its_room(modules: Sequence[Any]) -> None:
    assert [fault for module in modules for fault in misplaced(module.path, module.tree)] == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("lowering/steps.py", "import pydantic"),
        ("backends/mlflow/lowering.py", "from pydantic import BaseModel"),
        ("driver/compile.py", "def run():\n    import click"),
        ("ir/graph.py", "from dataclasses import dataclass"),
        ("backends/mlflow/emission.py", "import mlflow"),
    ],
)
def test_a_misplaced_import_is_found(path: str, source: str) -> None:
    assert len(misplaced(path, ast.parse(source))) == 1


def test_an_import_in_its_room_passes() -> None:
    source = "import os\nfrom pydantic_core import core_schema\nimport mlspec.ir"
    assert misplaced("schema/core.py", ast.parse(source)) == []
