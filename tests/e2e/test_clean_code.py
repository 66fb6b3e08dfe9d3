"""What whole projects compile to passes the linter and the type checker, together with the code that it calls."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
PROJECTS = sorted(path.name for path in (Path(__file__).parent / "projects").iterdir())


@pytest.fixture(scope="module")
def type_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the checker has learnt of the libraries, for all projects."""
    return tmp_path_factory.mktemp("types")


@pytest.mark.parametrize("name", PROJECTS)
def test_generated_files(name: str, repository_of: Callable[..., object], finish, type_cache: Path) -> None:
    repository = repository_of(name)
    configuration = str(ROOT / "pyproject.toml")
    linter = [sys.executable, "-m", "ruff", "check", "--config", configuration, "generated"]
    linted = finish(linter, repository.root, {})
    assert linted.status == 0, linted.out
    folders = [str(folder) for folder in (repository.generated, repository.project / "src") if folder.is_dir()]
    checker = [sys.executable, "-m", "mypy", "--config-file", configuration, "--cache-dir", str(type_cache), *folders]
    inner = [str(path) for path in (repository.generated / "service", repository.generated / "flows") if path.is_dir()]
    checked = finish(checker, repository.root, {"MYPYPATH": os.pathsep.join([*folders, *inner])})
    assert checked.status == 0, checked.out
