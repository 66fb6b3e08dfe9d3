"""A spec without faults is told nothing of: those of the language's own description, and those of this repository."""

import shutil
from pathlib import Path

import pytest

from mlspec.diagnostics.text_renderer import render
from mlspec.driver.checking import check_projects
from mlspec.driver.workspace import open_workspace

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/spec/cases"
DESCRIBED = ["the-tabular-model", "retrieval-with-a-language-model", "a-language-model-that-is-only-served"]
# The described specs stand without the code and the files that they name.
ABOUT_WHAT_IS_NOT_THERE = {"missing-file", "missing-requirements", "missing-source", "unknown-module"}


@pytest.mark.parametrize("name", DESCRIBED)
def test_nothing_is_told_of_a_described_spec(name: str, tmp_path: Path) -> None:
    shutil.copytree(CASES / name, tmp_path / "specs" / name)
    (tmp_path / "mlspec.toml").touch()
    checked = check_projects(open_workspace(str(tmp_path)))
    told = tuple(found for found in checked.diagnostics if found.rule not in ABOUT_WHAT_IS_NOT_THERE)
    assert render(told, checked.sources) == ""


def test_nothing_is_told_of_the_specs_of_this_repository() -> None:
    checked = check_projects(open_workspace(str(ROOT)))
    assert checked.projects
    assert render(checked.diagnostics, checked.sources) == ""
