"""Whole projects: compiled into a repository of their own, and run by a Python that has no mlspec."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mlspec.driver.leftovers import kill_marked, new_mark

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


@pytest.fixture(name="finish", scope="session")
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


SETTLES = 0.3  # seconds; a service counts and writes down an answer once it is sent


class Answer(NamedTuple):
    """What a service answered."""

    status: int
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Service(NamedTuple):
    """A running service, its first process and what it says."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    def ask(self, path: str, body: object = None, timeout: float = 60, **headers: str) -> Answer:
        """Send JSON, or text as it is; GET without either."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        text = body if isinstance(body, (str, bytes, type(None))) else json.dumps(body)
        given = {
            "content-type": "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        try:
            connection.request("GET" if body is None else "POST", path, text, given)
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read().decode())
        finally:
            connection.close()

    def metric(self, name: str) -> float:
        """The value of a series, by its name with its labels as they are shown."""
        time.sleep(SETTLES)
        lines = self.ask("/metrics").body.splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))

    def said(self) -> list[dict[str, Any]]:
        """The lines of JSON in its log."""
        time.sleep(SETTLES)
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]

    def stop(self) -> int:
        """End it as an orchestrator would."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(repository: Repository, **variables: str) -> Iterator[Service]:
    """The project's service, ready; nothing of it is left afterwards."""
    port = free_port()
    log = repository.root / f"service-{port}.log"
    command = [sys.executable, str(repository.generated / "service/serve.py"), "--port", str(port)]
    mark = new_mark()  # workers have groups of their own, and nobody ends them where their server is killed
    environment = {**os.environ, "PYTHONPATH": str(repository.blocker), **dict([mark]), **variables}
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, cwd="/", env=environment, start_new_session=True)
    service = Service(process, port, log)
    try:
        _wait(service)
        yield service
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)
        kill_marked(mark)


def _wait(service: Service) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert service.process.poll() is None, service.log.read_text()
        with suppress(OSError, http.client.HTTPException):
            if service.ask("/readyz", timeout=2).status == 200:
                return
        time.sleep(0.2)
    raise AssertionError(f"not ready: {service.log.read_text()}")


@pytest.fixture(scope="session")
def start_service() -> Callable[..., AbstractContextManager[Service]]:
    """Start a project's service with further variables, for as long as a `with` lasts."""
    return serve
