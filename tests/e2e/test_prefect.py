"""A classifier trained as a Prefect flow: without a server, on one, and as a deployment that a worker runs."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from mlflow import MlflowClient

from mlspec.driver.leftovers import kill_marked, new_mark

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

MODEL = "breast-cancer"
QUIET = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "true"}
AS_OF = ("--as-of", "2024-07-01")
NOBODY = "http://127.0.0.1:1"
STARTS = 60  # seconds that a server is given
RUNS = 150  # seconds from a schedule to the end of its run


class Server(NamedTuple):
    """A Prefect server, and what a process needs to find it."""

    url: str
    home: Path

    @property
    def variables(self) -> dict[str, str]:
        return {**QUIET, "PREFECT_API_URL": f"{self.url}/api", "PREFECT_HOME": str(self.home)}

    def ask(self, path: str, filters: dict[str, Any]) -> Any:
        request = urllib.request.Request(
            f"{self.url}/api/{path}", json.dumps(filters).encode(), {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def states(self, run_name: str) -> dict[str, str]:
        """The states of the tasks of the last flow run of this name."""
        flows = {"name": {"any_": [run_name]}}
        run = self.ask("flow_runs/filter", {"flow_runs": flows, "sort": "START_TIME_DESC", "limit": 1})[0]
        tasks = self.ask("task_runs/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})
        return {task["name"]: task["state_name"] for task in tasks}


class Ended(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a free port, which stops with the tests."""
    home, port = tmp_path_factory.mktemp("prefect"), _free_port()
    command = [
        sys.executable,
        "-m",
        "prefect",
        "server",
        "start",
        "--no-ui",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with (home / "server.log").open("w") as log:
        environment = {**os.environ, **QUIET, "PREFECT_HOME": str(home)}
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        found = Server(f"http://127.0.0.1:{port}", home)
        _wait(lambda: _answers(f"{found.url}/api/health"), STARTS)
        yield found
    finally:
        _stop(process)


@pytest.fixture(scope="module")
def empty(repository_of: Callable[..., Any], empty_store: Path):
    """The project, compiled, with empty stores."""
    return repository_of(MODEL, ("mlflow", empty_store), ("production", empty_store))


@pytest.fixture(scope="module")
def built(empty, server: Server, tmp_path_factory: pytest.TempPathFactory):
    """The project after a first run on the server, and how that ended."""
    repository = empty.copied_to(tmp_path_factory.mktemp("built") / "repository")
    return repository, flow(repository, *AS_OF, "--env", "staging", **server.variables)


@pytest.fixture
def repository(built, tmp_path: Path):
    """A copy of the built project, whose stores are its own."""
    return built[0].copied_to(tmp_path / "repository")


def flow(repository, *arguments: str, script: str = "training_flow", **variables: str) -> Ended:
    """Run a flow as a script, where mlspec cannot be imported."""
    command = [sys.executable, str(repository.generated / f"flows/{script}.py"), *arguments]
    own = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment = {**own, "PYTHONPATH": str(repository.blocker), **variables}
    result = subprocess.run(
        command, cwd=repository.root, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    return Ended(result.returncode, result.stdout, result.stderr)


def versions(repository, name: str = "mlflow") -> dict[int, dict[str, str]]:
    """The tags of all versions."""
    client = MlflowClient(f"sqlite:///{repository.root}/.mlspec/{name}.db")
    return {int(found.version): found.tags for found in client.search_model_versions(f"name = '{MODEL}'")}


def test_without_a_server_nothing_is_written_elsewhere_and_the_model_is_that_of_the_script(empty, tmp_path) -> None:
    repository = empty.copied_to(tmp_path / "repository")
    home = tmp_path / "home"
    home.mkdir()
    first = flow(repository, *AS_OF, "--env", "staging", HOME=str(home))
    assert first.status == 0, first.err
    assert first.out.splitlines()[:3] == [
        "",
        "as of   2024-07-01 00:00 UTC",
        "rows    427 trained on, 142 held out",
    ]
    assert "model   breast-cancer version 1, now staging\n" in first.out
    assert "Traceback" not in first.err
    assert sorted(path.name for path in home.iterdir()) in ([], [".config"])
    assert (repository.root / ".mlspec/prefect/prefect.db").exists()
    second = repository.run(*AS_OF, "--env", "staging", "--force")
    assert second.status == 0, second.err
    found = versions(repository)
    assert found[1]["metrics"] == found[2]["metrics"]


def test_a_run_on_a_server_is_named_by_its_date_and_shows_its_gates(built, server: Server) -> None:
    _, first = built
    assert first.status == 0, first.err
    assert set(server.states("as of 2024-07-01").values()) == {"Completed"}
    artifacts = server.ask("artifacts/filter", {"artifacts": {"key": {"any_": ["breast-cancer-gates"]}}})
    assert "accuracy >= champion.accuracy - 0.01" in artifacts[0]["data"]
    runs = server.ask("flow_runs/filter", {"flow_runs": {"name": {"any_": ["as of 2024-07-01"]}}})
    assert runs[0]["tags"] == ["breast-cancer"]


def test_the_same_spec_code_and_data_are_not_trained_again(repository, server: Server) -> None:
    again = flow(repository, *AS_OF, **server.variables)
    assert again.status == 0, again.err
    assert "version 1, now staging and champion" in again.out
    assert list(versions(repository)) == [1]
    assert set(server.states("as of 2024-07-01")) == {"enter staging", "enter production"}


def test_a_refused_model_is_told_last_and_only_its_gates_are_new_when_they_are_met(repository, server) -> None:
    repository.edit("mlproject.yaml", "params: {C: 1.0}", "params: {C: 0.9}")
    repository.edit("mlproject.yaml", "    - accuracy >= 0.85", "    - accuracy >= 0.995")
    assert repository.compile().status == 0
    refused = flow(repository, *AS_OF, **server.variables)
    assert (refused.status, refused.out) == (3, "")
    told = refused.err.rpartition("\n\na gate failed\n")[2]
    assert told.splitlines()[1].startswith("accuracy >= 0.995")
    assert told.endswith("Nothing was registered and no alias was moved.\n")
    assert "Traceback" not in refused.err
    assert list(versions(repository)) == [1]
    assert server.states("as of 2024-07-01")["check_gates"] == "Failed"

    repository.edit("mlproject.yaml", "    - accuracy >= 0.995", "    - accuracy >= 0.85")
    assert repository.compile().status == 0
    passed = flow(repository, *AS_OF, **server.variables)
    assert passed.status == 0, passed.err
    states = server.states("as of 2024-07-01")
    kept = {name for name, state in states.items() if state == "Cached"}
    assert kept == {"load_tumors", "train", "evaluate"}
    assert states["register"] == "Completed"

    forced = flow(repository, *AS_OF, "--force", **server.variables)
    assert forced.status == 0, forced.err
    assert set(server.states("as of 2024-07-01").values()) == {"Completed"}


def test_a_changed_helper_is_trained_again_though_nothing_was_compiled(repository, server: Server) -> None:
    repository.edit(
        "src/tumors/model.py", 'NUMBERS = ["mean radius", "mean texture", "worst area"]', 'NUMBERS = ["worst area"]'
    )
    changed = flow(repository, *AS_OF, "--env", "staging", **server.variables)
    assert changed.status in (0, 3), changed.err
    assert server.states("as of 2024-07-01")["train"] == "Completed"


def test_what_the_user_wrote_fails_with_one_traceback(repository, server: Server) -> None:
    repository.edit("src/tumors/model.py", "    told = model.predict(holdout)", "    told = 1 / 0")
    failed = flow(repository, *AS_OF, **server.variables)
    assert failed.status == 1
    assert failed.err.count("Traceback (most recent call last)") == 1
    assert failed.err.endswith("error: division by zero\n")


@pytest.mark.parametrize("down", ["MLFLOW_TRACKING_URI", "PREFECT_API_URL"])
def test_a_server_that_does_not_answer_is_one_sentence(repository, server: Server, down: str) -> None:
    failed = flow(repository, *AS_OF, **{**server.variables, down: NOBODY, "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "0"})
    assert (failed.status, failed.out) == (1, "")
    assert "Traceback" not in failed.err
    assert failed.err.splitlines()[-1].startswith("error: ")
    assert NOBODY in failed.err.splitlines()[-1]
    assert list(versions(repository)) == [1]


def test_a_step_that_takes_too_long_is_stopped_and_tried_again(repository, server: Server) -> None:
    repository.edit("mlproject.yaml", "  params: {C: 1.0}", "  params: {C: 1.0}\n  timeout: 1s\n  retries: 1")
    repository.edit(
        "src/tumors/model.py", "    columns = make_column", "    __import__('time').sleep(9)\n    columns = make_column"
    )
    assert repository.compile().status == 0
    stopped = flow(repository, *AS_OF, **server.variables)
    assert stopped.status == 1
    assert "Retry 1/1" in stopped.err
    assert "Traceback" not in stopped.err
    assert server.states("as of 2024-07-01")["train"] == "TimedOut"


def test_deployments_are_made_run_by_a_worker_and_pruned(repository, server: Server) -> None:
    orchestrate = '\norchestrate: {prefect: {tags: [tumors]}}\nretrain: {schedule: "* * * * *"}\nregister:'
    repository.edit("mlproject.yaml", "\nregister:", orchestrate)
    assert repository.compile().status == 0
    told = flow(repository, script="deploy", **server.variables)
    assert told.status == 3, told.err
    assert told.out.splitlines()[:2] == [
        "create  breast-cancer-training/training",
        "create  breast-cancer-training/promote-production",
    ]
    assert flow(repository, "--apply", script="deploy", **server.variables).status == 0
    assert flow(repository, script="deploy", **server.variables).status == 0
    deployments = {found["name"]: found for found in server.ask("deployments/filter", {})}
    assert sorted(deployments) == ["promote-production", "training"]
    assert deployments["training"]["tags"] == ["breast-cancer", "mlspec:breast-cancer", "tumors"]
    assert deployments["promote-production"]["schedules"] == []

    run = _scheduled_run(repository, server, deployments["training"]["id"])
    assert (run["state_name"], run["state"]["message"]) == ("Completed", "version 1, now staging")
    assert run["name"] == f"as of {run['expected_start_time'][:10]}"

    repository.edit("mlproject.yaml", 'retrain: {schedule: "* * * * *"}\n', "")
    repository.edit(
        "mlproject.yaml",
        "\n  production:\n    after: staging\n    alias: champion",
        "\n  production:\n    after: staging\n    alias: champion\n    orchestrate: script",
    )
    assert repository.compile().status == 0
    pruned = flow(repository, "--apply", script="deploy", **server.variables)
    assert pruned.status == 0, pruned.err
    assert pruned.out.splitlines()[:2] == [
        "update  breast-cancer-training/training",
        "delete  breast-cancer-training/promote-production",
    ]
    left = server.ask("deployments/filter", {})
    assert [(found["name"], found["schedules"]) for found in left] == [("training", [])]
    assert flow(repository, "--remove", "--apply", script="deploy", **server.variables).status == 0
    assert server.ask("deployments/filter", {}) == []


def test_what_cannot_run_is_not_deployed(repository, server: Server) -> None:
    repository.edit("mlproject.yaml", "\nregister:", "\norchestrate: {prefect: {work_pool: gpu}}\nregister:")
    assert repository.compile().status == 0
    (repository.project / "src/tumors/model.py").write_text("import no_such_module\n")
    before = server.ask("deployments/filter", {})
    refused = flow(repository, "--apply", script="deploy", **server.variables)
    assert refused.status == 1
    assert "training: there is no work pool gpu" in refused.err
    assert "No module named 'no_such_module'" in refused.err
    assert "Traceback" not in refused.err
    assert server.ask("deployments/filter", {}) == before
    nobody = flow(repository, script="deploy", **{**server.variables, "PREFECT_API_URL": NOBODY})
    assert (nobody.status, nobody.err.count("\n")) == (1, 2)


def _scheduled_run(repository, server: Server, deployment: str) -> dict[str, Any]:
    """The first run of a deployment that a worker has taken up on schedule, once it has ended."""
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", MODEL]
    mark = new_mark()
    environment = {**os.environ, **server.variables, **dict([mark]), "PYTHONPATH": str(repository.blocker)}
    with (server.home / "worker.log").open("w") as log:
        worker = subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, cwd=server.home, start_new_session=True
        )
    ended = {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}, "deployment_id": {"any_": [deployment]}}
    try:
        _wait(lambda: server.ask("flow_runs/filter", {"flow_runs": ended}), RUNS)
    finally:
        _stop(worker)
        kill_marked(mark)
    run: dict[str, Any] = server.ask("flow_runs/filter", {"flow_runs": ended, "sort": "START_TIME_ASC"})[0]
    return run


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end; a worker that waits for the run of the next minute is not waited for."""
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _wait(happened: Callable[[], object], seconds: float) -> None:
    started = time.monotonic()
    while not happened():
        assert time.monotonic() - started < seconds, "nothing came"
        time.sleep(0.5)
