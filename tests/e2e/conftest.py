"""Whole projects: compiled into a repository of their own, and run by a Python that has no mlspec."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

collect_ignore_glob = ["projects/*"]

PROJECTS = Path(__file__).parent / "projects"

# Whoever deletes mlspec keeps a working repository, so generated code is run where it cannot be imported.
_WITHOUT_MLSPEC = """
import sys


class NoMlspec:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "mlspec":
            raise ImportError("generated code imports mlspec")


sys.meta_path.insert(0, NoMlspec())
"""


class Finished(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


class Repository(NamedTuple):
    """A repository with one compiled project."""

    root: Path
    name: str
    blocker: Path

    @property
    def project(self) -> Path:
        return self.root / "specs" / self.name

    @property
    def generated(self) -> Path:
        return self.root / "generated" / self.name

    def compile(self, *arguments: str) -> Finished:
        return finish([sys.executable, "-m", "mlspec.cli.main", "compile", *arguments], self.root, {})

    def run(self, *arguments: str, cwd: Path | None = None, **variables: str) -> Finished:
        """Run the lifecycle as a job would, without mlspec."""
        command = [sys.executable, str(self.generated / "run.py"), *arguments]
        return finish(command, cwd or self.root, {"PYTHONPATH": str(self.blocker), **variables})

    def edit(self, path: str, old: str, new: str) -> None:
        """Change one place of a file of the project."""
        file = self.project / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{path} has {text.count(old)} times {old!r}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def copied_to(self, root: Path) -> "Repository":
        shutil.copytree(self.root, root, symlinks=True)
        return self._replace(root=root)


def finish(command: list[str], cwd: Path, variables: dict[str, str]) -> Finished:
    environment = {**os.environ, **variables}
    result = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=300)
    return Finished(result.returncode, result.stdout, result.stderr)


@pytest.fixture(name="finish")
def finish_fixture() -> Callable[[list[str], Path, dict[str, str]], Finished]:
    """Run a command in a folder, with further variables, to its end."""
    return finish


@pytest.fixture(scope="session")
def blocker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for PYTHONPATH that keeps mlspec out."""
    folder = tmp_path_factory.mktemp("without-mlspec")
    (folder / "sitecustomize.py").write_text(_WITHOUT_MLSPEC, encoding="utf-8")
    refused = finish([sys.executable, "-c", "import mlspec"], folder, {"PYTHONPATH": str(folder)})
    assert "generated code imports mlspec" in refused.err
    return folder


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with MLflow's tables, which take seconds to make."""
    from mlflow import MlflowClient

    file = tmp_path_factory.mktemp("store") / "mlflow.db"
    MlflowClient(f"sqlite:///{file}").search_experiments()
    return file


@pytest.fixture(scope="session")
def repository_of(tmp_path_factory: pytest.TempPathFactory, blocker: Path) -> Callable[..., Repository]:
    """A new repository with one of the projects, compiled, and empty stores of these names."""

    def make(name: str, *stores: tuple[str, Path]) -> Repository:
        repository = Repository(tmp_path_factory.mktemp(name) / "repository", name, blocker)
        shutil.copytree(PROJECTS / name, repository.project, ignore=shutil.ignore_patterns("__pycache__"))
        (repository.root / "mlspec.toml").touch()
        for store, file in stores:
            (repository.root / ".mlspec").mkdir(exist_ok=True)
            shutil.copy(file, repository.root / ".mlspec" / f"{store}.db")
        compiled = repository.compile()
        assert compiled.status == 0, compiled.err
        return repository

    return make
