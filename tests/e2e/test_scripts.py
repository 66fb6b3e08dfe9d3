"""Programs as steps: files in, files out, registered with what they measured."""

from collections.abc import Callable
from pathlib import Path

import pytest
from mlflow import MlflowClient

pytestmark = pytest.mark.e2e


def test_programs_become_a_registered_model(
    repository_of: Callable[..., object], empty_store: Path, tmp_path: Path
) -> None:
    repository = repository_of("scripts", ("mlflow", empty_store))
    first = repository.run("--as-of", "2024-05-31", cwd=tmp_path, API_TOKEN="geheim")
    assert first.status == 0, first.err
    assert "pass: first model" in first.out
    assert "model   scripts version 1, now champion\n" in first.out
    written = [path for path in repository.root.rglob("*") if path.is_file() and path.name != "mlproject.yaml"]
    assert not any(b"geheim" in path.read_bytes() for path in written)
    client = MlflowClient(f"sqlite:///{repository.root}/.mlspec/mlflow.db")
    version = client.get_model_version_by_alias("scripts", "champion")
    run = client.get_run(version.run_id)
    assert set(run.data.metrics) == {"error", "parts.low.error"}
    assert run.data.params == {"points.rows": "200", "train.ridge": "0.001"}

    again = repository.run("--as-of", "2024-05-02", API_TOKEN="geheim")
    assert again.status == 0, again.err
    assert "Version 1 was made of the same spec, code and data" in again.out
    (repository.project / "slope.txt").write_text("3.5\n")
    other_file = repository.run("--as-of", "2024-05-02", API_TOKEN="geheim")
    assert "scripts version 2, now champion" in other_file.out, other_file.err
    assert "champion.error 0." in other_file.out
    repository.edit("steps/line.py", "line.split()", "line.strip().split()")
    other_code = repository.run("--as-of", "2024-05-02", API_TOKEN="geheim")
    assert "scripts version 3, now champion" in other_code.out, other_code.err

    repository.edit("steps/fit.py", "arguments.ridge)", "arguments.missing)")
    broken = repository.run(API_TOKEN="geheim")
    assert broken.status == 1
    assert "error: Command '[" in broken.err
    assert "returned non-zero exit status 1" in broken.err
