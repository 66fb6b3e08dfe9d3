"""Every case is a folder whose name starts with the rule that it breaks, `cases/<rule>[-<what>]/`.

It holds a spec, `mlproject.yaml`, with whatever lies beside it (`src/`, `requirements.txt`, `tests/`, ...): that
becomes `specs/<case>/` of a repository. A case about a whole repository has its tree below `repository/` instead. All
specs are checked, and what is told has to be `expected.txt` to the letter: messages, places, help. REWRITE_EXPECTED=1
writes these files anew, to be read in review:

    REWRITE_EXPECTED=1 pytest tests/analysis/test_cases.py
"""

import os
import shutil
from pathlib import Path

import pytest

from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.diagnostics.text_renderer import render
from mlspec.driver.checking import check_projects
from mlspec.driver.registry import assemble_registry
from mlspec.driver.rules import known_rules
from mlspec.driver.workspace import open_workspace

REGISTRY = assemble_registry()
RULES = known_rules(REGISTRY)
TESTS = Path(__file__).parents[1]
FOLDERS = sorted((TESTS / "analysis/cases").iterdir()) + sorted(TESTS.glob("backends/*/check_cases/*"))


def rule_of(folder: Path) -> str | None:
    """The longest rule that the folder's name starts with."""
    fitting = [rule for rule in RULES if folder.name == rule or folder.name.startswith(f"{rule}-")]
    return max(fitting, key=len, default=None)


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_what_is_told_of_a_case(folder: Path, tmp_path: Path) -> None:
    diagnostics, text = check(folder, tmp_path)
    expected = folder / "expected.txt"
    if os.environ.get("REWRITE_EXPECTED") == "1":
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
    assert rule_of(folder) in {diagnostic.rule for diagnostic in diagnostics}


def check(folder: Path, root: Path) -> tuple[tuple[Diagnostic, ...], str]:
    """What is told of a case in a repository of its own, and how it is drawn."""
    whole = folder / "repository"
    shutil.copytree(
        whole if whole.is_dir() else folder,
        root if whole.is_dir() else root / "specs" / folder.name,
        symlinks=True,
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("expected.txt", "__pycache__"),
    )
    (root / "mlspec.toml").touch()
    checked = check_projects(open_workspace(str(root)))
    return checked.diagnostics, render(checked.diagnostics, checked.sources)


def test_every_check_has_a_case() -> None:
    tried = {rule_of(folder) for folder in FOLDERS}
    assert sorted({check.RULE.name for check in REGISTRY.checks} - tried) == []


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_is_explained_by_a_sentence_and_more(rule: object) -> None:
    first, blank, *_ = rule.documentation.strip().split("\n")
    assert first[0].isupper()
    assert first.endswith(".")
    assert blank == ""
