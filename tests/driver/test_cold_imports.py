"""What a cold compile imports: the list is short, and whoever makes it longer says so here."""

import json
import subprocess
import sys
import time
from pathlib import Path

THIRD_PARTY = {"click", "jinja2", "markupsafe", "pydantic_core", "typing_extensions", "yaml"}
SCRIPT = """
import json, sys
before = set(sys.modules)
sys.argv[1:] = json.loads(sys.argv[1])
from mlspec.cli.commands import run_command_line
status = run_command_line(sys.argv[1:])
print(json.dumps([status, sorted(set(sys.modules) - before)]))
"""
SPEC = """\
mlspec: 1
name: churn
runtime: {requirements: requirements.txt}
tracking: {mlflow: {}}
data: {training: {run: churn:load, version: "1", columns: {age: {type: number}}}}
train: {run: churn:train, params: {depth: 3}}
register: {flavor: sklearn}
"""
CODE = "def load():\n    return []\n\n\ndef train(training, depth):\n    return depth\n"


def test_a_cold_compile_imports_what_it_needs(tmp_path: Path) -> None:
    imported = _imported(tmp_path, "compile")
    top = {name.partition(".")[0] for name in imported if "cython" not in name}
    assert top - set(sys.stdlib_module_names) - {"mlspec"} <= THIRD_PARTY
    assert not {"dataclasses", "difflib", "asyncio", "logging", "pydantic", "ruamel", "cronsim"} & (top - _forced())
    assert "mlspec.schema.translation" not in imported


def test_an_unchanged_compile_reads_no_spec(tmp_path: Path) -> None:
    _imported(tmp_path, "compile")
    time.sleep(0.05)  # a file that was written just now may change again under the same stamp, so it is not trusted
    _imported(tmp_path, "compile")
    imported = _imported(tmp_path, "compile")
    assert not {"yaml", "jinja2", "pydantic_core"} & {name.partition(".")[0] for name in imported}


def _forced() -> set[str]:
    """What click and jinja2 import for themselves."""
    script = "import sys, click, jinja2, pydantic_core, yaml; print(*{name.partition('.')[0] for name in sys.modules})"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def _imported(root: Path, *arguments: str) -> list[str]:
    project = root / "specs/churn"
    if not project.exists():
        (project / "src").mkdir(parents=True)
        (root / "mlspec.toml").write_text("")
        (project / "mlproject.yaml").write_text(SPEC)
        (project / "requirements.txt").write_text("scikit-learn==1.9.1\nmlflow==3.17.2\nskops==0.16.0\n")
        (project / "src/churn.py").write_text(CODE)
    command = [sys.executable, "-c", SCRIPT, json.dumps(arguments)]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    status, names = json.loads(run.stdout.splitlines()[-1])
    assert status == 0, run.stderr
    return names
