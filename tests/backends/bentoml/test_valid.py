"""What is compiled is Python that a strict type checker takes, and a build file that BentoML reads."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:GitWildMatchPattern:DeprecationWarning")]

CASES = sorted((Path(__file__).parent / "cases").iterdir())
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def type_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the checker has learnt of the libraries, for all cases."""
    return tmp_path_factory.mktemp("types")


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_types(case: Path, tmp_path: Path, type_cache: Path, compile_case: Callable[[Path, Path], Path]) -> None:
    generated = compile_case(case, tmp_path)
    own = [*map(str, (generated / "service").glob("*.py")), str(generated / "predictor.py")]
    sources = sorted(str(path) for path in (tmp_path / "specs" / case.name).iterdir() if path.is_dir())
    result = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", type_cache, *own],
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": os.pathsep.join([str(generated), str(generated / "service"), *sources])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_build_file_is_one_of_bentoml(
    case: Path, tmp_path: Path, compile_case: Callable[[Path, Path], Path]
) -> None:
    from bentoml._internal.bento.build_config import BentoBuildConfig, BentoPathSpec

    generated = compile_case(case, tmp_path)
    file = generated / "service/bentofile.yaml"
    config = BentoBuildConfig.from_file(str(file)).with_defaults()
    paths = BentoPathSpec(config.include, config.exclude, str(tmp_path))
    found = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    packed = {path for path in found if paths.includes(path)}
    name = generated.name
    assert f"generated/{name}/service/service.py" in packed
    assert f"specs/{case.name}/requirements.txt" in packed
    left = (
        "run.py",
        "stages.py",
        "serve.py",
        "replay.py",
        "mlproject.yaml",
        "mlspec.lock",
        "README.md",
        "monitoring.py",
    )
    assert [path for path in packed if path.endswith(left)] == []
    listed = [one.removeprefix("/") for one in yaml.safe_load(file.read_text())["include"] if not one.endswith("**")]
    assert [one for one in listed if not (tmp_path / one).is_file()] == []
    assert config.service == f"generated/{name}/service/service.py"
