"""The flows are Python that a strict type checker takes, together with the stages that they call."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

CASES = sorted((Path(__file__).parent / "cases").iterdir())
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def type_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the checker has learnt of the libraries, for all cases."""
    return tmp_path_factory.mktemp("types")


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_types(case: Path, tmp_path: Path, type_cache: Path, compile_case: Callable[[Path, Path], Path]) -> None:
    generated = compile_case(case, tmp_path)
    source = tmp_path / "specs" / case.name / "src"
    folders = [str(generated), *([str(source)] if source.is_dir() else [])]
    flows = [str(generated / "flows"), str(generated / "prefect_setup.py")]
    configuration = str(ROOT / "pyproject.toml")
    command = [sys.executable, "-m", "mypy", "--config-file", configuration, "--cache-dir", str(type_cache), *flows]
    environment = {**os.environ, "MYPYPATH": os.pathsep.join(folders)}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
