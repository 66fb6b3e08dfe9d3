"""The compiler's own source, parsed once for all tests of the house."""

import ast
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]


class Module(NamedTuple):
    """A file below compiler/mlspec."""

    path: str  # as in codegen/template.py
    text: str
    tree: ast.Module


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def modules() -> Sequence[Module]:
    package = ROOT / "compiler" / "mlspec"
    paths = sorted(package.rglob("*.py"))
    assert paths, f"no source below {package}"
    return [_parse(package, path) for path in paths]


def _parse(package: Path, path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(package).as_posix(), text, ast.parse(text, str(path)))
