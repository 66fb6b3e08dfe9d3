"""A classifier from its data to production: registered, refused, promoted, resumed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from mlflow import MlflowClient

pytestmark = pytest.mark.e2e

MODEL = "breast-cancer"


@pytest.fixture(scope="module")
def built(repository_of: Callable[..., object], empty_store: Path):
    """The project after its first run in the building environment."""
    repository = repository_of("breast-cancer", ("mlflow", empty_store), ("production", empty_store))
    first = repository.run("--env", "staging")
    assert first.status == 0, first.err
    return repository, first


@pytest.fixture
def repository(built, tmp_path: Path):
    """A copy of the built project, whose stores are its own."""
    return built[0].copied_to(tmp_path / "repository")


def store(repository, name: str = "mlflow") -> MlflowClient:
    return MlflowClient(f"sqlite:///{repository.root}/.mlspec/{name}.db")


def aliases(repository, name: str = "mlflow") -> dict[str, int]:
    models = store(repository, name).search_registered_models(f"name = '{MODEL}'")
    return {alias: int(number) for model in models for alias, number in model.aliases.items()}


def versions(repository) -> int:
    return len(store(repository).search_model_versions(f"name = '{MODEL}'"))


def test_the_first_model_passes_and_is_recorded(built) -> None:
    repository, first = built
    assert "accuracy >= champion.accuracy - 0.01" in first.out
    assert "pass: first model" in first.out
    assert "warn" in first.out
    assert "model   breast-cancer version 1, now staging\n" in first.out
    assert "rows    427 trained on, 142 held out\n" in first.out
    assert aliases(repository) == {"staging": 1}
    client = store(repository)
    run = client.get_run(client.get_model_version(MODEL, "1").run_id)
    assert run.info.status == "FINISHED"
    assert run.data.params == {"train.C": "1.0"}
    assert run.data.metrics["accuracy"] >= 0.85
    assert run.data.metrics["slices.Elsewhere.accuracy"] > 0
    assert run.data.metrics["holdout.rows"] == 142
    assert run.data.tags["data"] == "tumors 1995"
    assert not any(re.search(r"(import|from) mlspec", path.read_text()) for path in repository.generated.glob("*.py"))


def test_what_is_there_is_not_made_again(repository) -> None:
    again = repository.run("--env", "staging")
    assert again.status == 0, again.err
    assert "Version 1 was made of the same spec, code and data" in again.out
    assert "train" not in again.out.replace("--force trains", "")
    forced = repository.run("--force")
    assert forced.status == 0, forced.err
    assert "version 1, now staging and champion" in forced.out.replace("version 2", "version 1")
    assert versions(repository) == 2
    assert aliases(repository) == {"staging": 2}
    assert aliases(repository, "production") == {"champion": 1}


def test_a_gate_that_fails_refuses(repository) -> None:
    repository.edit("mlproject.yaml", "- accuracy >= 0.85", "- accuracy >= 0.999")
    assert repository.compile().status == 0
    for arguments in ((), ("--force",)):
        refused = repository.run("--env", "staging", *arguments)
        assert refused.status == 3
        assert "a gate failed" in refused.err
        assert "Nothing was registered and no alias was moved." in refused.err
        assert "Traceback" not in refused.err
    assert versions(repository) == 1
    assert aliases(repository) == {"staging": 1}


def test_production_gets_a_copy_once_its_gates_pass(repository) -> None:
    promoted = repository.run("--env", "production")
    assert promoted.status == 0, promoted.err
    assert "production takes version 1" in promoted.out
    assert "log_loss <= champion.log_loss + 0.1" in promoted.out
    assert aliases(repository, "production") == {"champion": 1}
    there, here = (store(repository, name).get_model_version(MODEL, "1") for name in ("production", "mlflow"))
    assert there.tags["fingerprint.train"] == here.tags["fingerprint.train"]
    compared = repository.run("--env", "staging", "--force")
    assert compared.status == 0, compared.err
    assert "champion.accuracy 0." in compared.out


def test_production_refuses_what_fails_its_gates(repository) -> None:
    repository.edit("mlproject.yaml", "- accuracy >= 0.86", "- accuracy >= 0.999")
    assert repository.compile().status == 0
    refused = repository.run("--env", "production")
    assert refused.status == 3
    assert "production does not take version 1" in refused.err
    assert refused.err.endswith("Nothing was registered and no alias was moved.\n")
    assert aliases(repository, "production") == {}
    everywhere = repository.run()
    assert everywhere.status == 3
    assert everywhere.err.endswith("The version is now staging; no other alias was moved.\n")
    assert aliases(repository, "production") == {}


def test_a_run_goes_on_where_it_stopped_from_any_folder(repository, tmp_path: Path) -> None:
    repository.edit("mlproject.yaml", "C: 1.0", "C: 0.5")
    assert repository.compile().status == 0
    early = repository.run("--from", "train", "--env", "staging", cwd=Path("/"))
    assert early.status == 0, early.err
    assert "load_tumors" not in early.out
    assert versions(repository) == 2
    part = repository.run("--force", "--to", "evaluate", "--env", "staging", cwd=tmp_path)
    assert part.status == 0, part.err
    assert "metrics accuracy" in part.out
    assert "model " not in part.out
    rest = repository.run("--from", "check_gates", "--env", "staging", cwd=Path("/"))
    assert rest.status == 0, rest.err
    assert versions(repository) == 3
    repository.edit("mlproject.yaml", "C: 0.5", "C: 0.25")
    assert repository.compile().status == 0
    stale = repository.run("--from", "evaluate", "--env", "staging")
    assert stale.status == 1
    assert "error: train has not run with the spec and code of now" in stale.err
    moved = repository.run("--from", "train", "--as-of", "2020-01-01")
    assert moved.status == 1
    assert "error: what is kept is as of" in moved.err


def test_rows_that_are_not_as_declared_stop_the_run(repository) -> None:
    broken = 'tumors["mean radius"] = tumors["mean radius"].where(tumors.index % 200 > 0, -1.0)\n    clinics ='
    repository.edit("src/tumors/data.py", "clinics =", broken)
    stopped = repository.run()
    assert stopped.status == 1
    fault = "mean radius: below 0 in 3 of 569 rows: -1.0 at 0, -1.0 at 200, -1.0 at 400"
    assert f"error: `tumors` is not as declared\n  {fault}\n" in stopped.err
    assert "Traceback" not in stopped.err


def test_a_server_that_does_not_answer_is_told_in_a_line(repository) -> None:
    stopped = repository.run(MLFLOW_TRACKING_URI="http://127.0.0.1:9", MLFLOW_HTTP_REQUEST_MAX_RETRIES="1")
    assert stopped.status == 1
    told = [line for line in stopped.err.splitlines() if line.strip()]
    assert len(told) == 1
    assert told[0].startswith("error: MLflow at http://127.0.0.1:9 could not search the versions")
