"""A small repository for tests of the command line, and a way to run commands in it as a user does."""

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

SPEC = """\
mlspec: 1
name: churn
runtime: {python: "3.11", source: [src], requirements: requirements.txt}
orchestrate: {script: {}}
data:
  training:
    run: churn:load
    params: {rows: 100}
    version: "1"
train:
  run: churn:train
  params: {depth: 3}
evaluate:
  run: churn:evaluate
  gates: [accuracy >= 0.5]
"""
CODE = """\
def load(rows: int) -> list[int]:
    return list(range(rows))


def train(training: list[int], depth: int) -> int:
    return depth


def evaluate(model: int, training: list[int]) -> dict[str, float]:
    return {"accuracy": 1.0}
"""


COMPILER = Path(__file__).parents[2] / "compiler"


class Answer(NamedTuple):
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str


class Repository:
    """A repository on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("mlspec.toml", "")
        self.write("specs/churn/mlproject.yaml", SPEC)
        self.write("specs/churn/src/churn.py", CODE)
        self.write("specs/churn/requirements.txt", "")

    def write(self, path: str, content: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def mlspec(self, *arguments: str) -> Answer:
        """Run a command inside this process, in the repository's root."""
        from mlspec.cli.commands import run_command_line

        out, err = io.StringIO(), io.StringIO()
        before = os.getcwd()
        os.chdir(self.root)
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                status = run_command_line(list(arguments))
        finally:
            os.chdir(before)
        return Answer(status, out.getvalue(), err.getvalue())

    def process(self, *arguments: str, cwd: str = ".", **variables: str) -> Answer:
        """Run a command as a process of its own, as those have to that become another one."""
        result = subprocess.run(
            [sys.executable, "-m", "mlspec.cli.main", *arguments],
            cwd=self.root / cwd,
            env={**os.environ, "PYTHONPATH": str(COMPILER), **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return Answer(result.returncode, result.stdout, result.stderr)

    def files(self) -> dict[str, bytes]:
        """Every file of the output, by path."""
        output = self.root / "generated"
        return {str(file.relative_to(self.root)): file.read_bytes() for file in output.rglob("*") if file.is_file()}
