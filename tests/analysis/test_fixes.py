"""A fix names a place that is there, and mends its fault."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from mlspec.diagnostics.diagnostic import Diagnostic, Edit, Fix
from mlspec.driver.checking import check_projects
from mlspec.driver.workspace import open_workspace
from mlspec.source.document import read_document

CASES = Path(__file__).parent / "cases"
SPECS = sorted(path.parent for path in CASES.glob("*/mlproject.yaml"))


def told(root: Path) -> tuple[Diagnostic, ...]:
    return check_projects(open_workspace(str(root))).diagnostics


def times(wanted: Diagnostic, diagnostics: tuple[Diagnostic, ...]) -> int:
    return sum((found.rule, found.message) == (wanted.rule, wanted.message) for found in diagnostics)


def fixes_of(diagnostics: tuple[Diagnostic, ...]) -> Iterator[tuple[Diagnostic, Fix]]:
    for diagnostic in diagnostics:
        yield from ((diagnostic, fix) for fix in diagnostic.fixes)


@pytest.mark.parametrize("folder", SPECS, ids=[folder.name for folder in SPECS])
def test_every_fix_mends_its_fault(folder: Path, tmp_path: Path) -> None:
    spec = tmp_path / "specs" / folder.name
    shutil.copytree(folder, spec, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "mlspec.toml").touch()
    before = told(tmp_path)
    for diagnostic, fix in fixes_of(before):
        file = tmp_path / fix.path
        original = file.read_bytes()
        document, _ = read_document(fix.path, original)
        file.write_text(yaml.safe_dump(edited(document.data, fix.route, fix), sort_keys=False), encoding="utf-8")
        assert times(diagnostic, told(tmp_path)) < times(diagnostic, before)
        file.write_bytes(original)


def edited(value: Any, route: tuple[str | int, ...], fix: Fix) -> Any:
    """The data with the edit made; a word may stand for a whole map, a list of names for a map of nothing."""
    if isinstance(value, str):
        assert fix.action is Edit.SET_VALUE
        return fix.value
    step, rest = route[0], route[1:]
    if isinstance(value, list) and isinstance(step, str):
        assert fix.action is Edit.RENAME_KEY
        return [fix.value if item == step else plain(item) for item in value]
    if rest:
        return replaced(value, step, edited(value[step], rest, fix))
    if fix.action is Edit.RENAME_KEY:
        assert step in value
        return {fix.value if key == step else key: plain(item) for key, item in value.items()}
    if fix.action is Edit.REMOVE:
        return {key: plain(item) for key, item in value.items() if key != step}
    return replaced(value, step, fix.value)


def replaced(value: Any, step: str | int, item: Any) -> Any:
    if isinstance(value, list):
        return [item if index == step else plain(other) for index, other in enumerate(value)]
    return {**{key: plain(other) for key, other in value.items()}, step: item}


def plain(value: Any) -> Any:
    """The value in types that YAML knows how to write; numbers keep the text that they were written in."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return float(value) if isinstance(value, float) else value
