"""Compiling a case: a spec with what lies beside it, in a repository of its own."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlspec.codegen.artifact import Emission
from mlspec.codegen.backend import Request
from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.diagnostics.text_renderer import render
from mlspec.driver.checking import check_projects
from mlspec.driver.compile import compile_project
from mlspec.driver.registry import assemble_registry, load_named
from mlspec.driver.workspace import open_workspace
from mlspec.lowering.fingerprinting import spec_digest
from mlspec.schema.validation import validate_options
from mlspec.source.document import read_document

collect_ignore_glob = ["*/cases/*", "*/check_cases/*"]


@pytest.fixture
def compile_case() -> Callable[[Path, Path], Path]:
    """Compile a case folder in an empty root; gives the folder of generated files, written as they would be."""
    return _compile_case


@pytest.fixture
def emission_of() -> Callable[[Path, Path, str], tuple[str, Emission]]:
    """What one back end emits for a case, and the folder below which it does."""
    return _emission_of


@pytest.fixture
def read_options() -> Callable[[str, str], tuple[Any, list[tuple[str, ...]]]]:
    """The options that the text below a back end's name gives, and what is told: rule, place's text, message, help."""
    return _read_options


def _read_options(name: str, text: str) -> tuple[Any, list[tuple[str, ...]]]:
    backend = next(backend for backend in assemble_registry().backends if backend.name == name)
    document, faults = read_document("mlproject.yaml", f"section:\n  {name}: {text}\n".encode())
    assert document is not None, faults
    options, told = validate_options(load_named(backend.options), document, ("section", name))
    content = document.text.content
    return options, [(one.rule, _told_of(one, content), one.message, *one.help) for one in told]


def _told_of(diagnostic: Diagnostic, content: str) -> str:
    span = diagnostic.labels[0].place.span
    return content[span.start : span.end]


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
