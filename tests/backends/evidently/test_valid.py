"""What is compiled is Python that a strict type checker takes, under the table that generated files obey."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

CASES = sorted(case for case in (Path(__file__).parent / "cases").iterdir() if (case / "expected").is_dir())
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def type_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the checker has learnt of the libraries, for all cases."""
    return tmp_path_factory.mktemp("types")


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_types(case: Path, tmp_path: Path, type_cache: Path, compile_case: Callable[[Path, Path], Path]) -> None:
    generated = compile_case(case, tmp_path)
    own = [str(path) for path in sorted(generated.glob("monitor*.py"))]
    sources = sorted(str(path) for path in (tmp_path / "specs" / case.name).iterdir() if path.is_dir())
    result = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", type_cache, *own],
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": os.pathsep.join([str(generated), *sources])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
