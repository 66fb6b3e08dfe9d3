"""Compiling a case: a spec with what lies beside it, in a repository of its own."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mlspec.codegen.artifact import Emission
from mlspec.codegen.backend import Request
from mlspec.diagnostics.text_renderer import render
from mlspec.driver.checking import check_projects
from mlspec.driver.compile import compile_project
from mlspec.driver.registry import load_named
from mlspec.driver.workspace import open_workspace
from mlspec.lowering.fingerprinting import spec_digest

collect_ignore_glob = ["*/cases/*", "*/check_cases/*"]


@pytest.fixture
def compile_case() -> Callable[[Path, Path], Path]:
    """Compile a case folder in an empty root; gives the folder of generated files, written as they would be."""
    return _compile_case


@pytest.fixture
def emission_of() -> Callable[[Path, Path, str], tuple[str, Emission]]:
    """What one back end emits for a case, and the folder below which it does."""
    return _emission_of


def _compile_case(case: Path, root: Path) -> Path:
    workspace, project = _checked(case, root)
    compiled = compile_project(workspace, project)
    for artifact in compiled.artifacts:
        path = root / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(artifact.text, encoding="utf-8")
    return root / compiled.graph.output_folder


def _emission_of(case: Path, root: Path, name: str) -> tuple[str, Emission]:
    workspace, project = _checked(case, root)
    compiled = compile_project(workspace, project)
    offers: tuple[object, ...] = ()
    for choice in project.options.choices:
        if not choice.backend.emit:
            continue
        digest = spec_digest(compiled.graph.facets)
        request = Request(compiled.graph, compiled.fingerprints, digest, choice.options, choice.environments, offers)
        emission = load_named(choice.backend.emit)(load_named(choice.backend.lower)(request))
        if choice.backend.name == name:
            return compiled.graph.output_folder, emission
        offers = (*offers, *emission.offers)
    raise AssertionError(f"{case.name} has no use for {name}")


def _checked(case: Path, root: Path):
    target = root / "specs" / case.name
    shutil.copytree(case, target, ignore=shutil.ignore_patterns("expected", "repository", "__pycache__"))
    if (case / "repository").is_dir():
        shutil.copytree(case / "repository", root, dirs_exist_ok=True)
    (root / "mlspec.toml").touch()
    workspace = open_workspace(str(root))
    checked = check_projects(workspace)
    assert not checked.failed, render(checked.diagnostics, checked.sources)
    return workspace, checked.projects[0]
