"""Every case of every back end: `<back end>/cases/<case>/`, a spec with what lies beside it and what it compiles to.

The folder becomes `specs/<case>/` of a repository, what lies below `repository/` its other files. The files of the
back end have to be those below `expected/` to the letter. REWRITE_EXPECTED=1 writes these anew, to be read in review:

    REWRITE_EXPECTED=1 pytest tests/backends/test_golden.py
"""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mlspec.codegen.artifact import Emission

TESTS = Path(__file__).parent
ROOT = TESTS.parents[1]
CASES = sorted(TESTS.glob("*/cases/*"))


@pytest.mark.parametrize("case", CASES, ids=[f"{case.parts[-3]}-{case.name}" for case in CASES])
def test_what_a_case_compiles_to(
    case: Path, tmp_path: Path, emission_of: Callable[[Path, Path, str], tuple[str, Emission]]
) -> None:
    folder, emission = emission_of(case, tmp_path, case.parts[-3])
    written = {artifact.path.removeprefix(f"{folder}/"): artifact.text for artifact in emission.artifacts}
    expected = case / "expected"
    if os.environ.get("REWRITE_EXPECTED") == "1":
        rewrite(expected, written)
    assert written == {
        path.relative_to(expected).as_posix(): path.read_text(encoding="utf-8")
        for path in expected.rglob("*")
        if path.is_file()
    }


def rewrite(expected: Path, written: dict[str, str]) -> None:
    shutil.rmtree(expected, ignore_errors=True)
    for path, text in written.items():
        (expected / path).parent.mkdir(parents=True, exist_ok=True)
        (expected / path).write_text(text, encoding="utf-8")


def test_expected_python_is_python_that_the_linter_likes(tmp_path: Path) -> None:
    files = sorted(TESTS.glob("*/cases/*/expected/**/*.py"))
    assert files
    # Their paths decide which rules count, so they are shown to the linter where they would lie.
    for file in files:
        ast.parse(file.read_text(encoding="utf-8"), str(file))
        backend, _, case, _, *inner = file.relative_to(TESTS).parts
        place = tmp_path.joinpath("generated", f"{backend}-{case}", *inner)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
    linter = [sys.executable, "-m", "ruff", "check", "-q", "--no-cache", "--output-format=concise", "generated"]
    command = [*linter, "--config", str(ROOT / "pyproject.toml")]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.stdout, result.stderr, result.returncode) == ("", "", 0)
