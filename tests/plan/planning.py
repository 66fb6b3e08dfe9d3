"""A repository of git on disk for tests of plans, and a way to plan in it as a user does."""

import contextlib
import io
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

# The digests of commits hang on who commits and when.
IDENTITY = {
    **{f"GIT_{who}_NAME": "somebody" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "somebody@example.org" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_DATE": "2026-01-02T03:04:05Z" for who in ("AUTHOR", "COMMITTER")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}

SPEC = """\
mlspec: 1
name: churn
description: Who leaves.
runtime: {python: "3.11", source: [src], requirements: requirements.txt}
tracking: {mlflow: {experiment: churn}}
orchestrate: script
data:
  training:
    run: churn.data:load
    params: {rows: 100}
    version: "1"
    columns:
      age: {type: integer, min: 0}
      plan: {type: category, values: [basic, pro]}
      left: {type: integer, values: [0, 1], role: target}
    split: {holdout: 20%, seed: 7}
    cache: 1h
predicts: {column: left, kind: binary, positive: 1}
train:
  run: churn.model:train
  params: {depth: 3, rate: 0.1}
  timeout: 1h
evaluate:
  run: churn.model:evaluate
  gates: [accuracy >= 0.5]
register: {flavor: sklearn}
deploy:
  bentoml: {timeout: 30s}
  request: training
  response: {left: {type: integer}}
  predict: churn.service:predict
  target: process
  replicas: {min: 1, max: 2}
monitor: {schedule: "5 * * * *", window: 1d, min_rows: 10, drift: {inputs: {method: psi, above: 0.2}}}
retrain: {when: [drift]}
environments:
  staging: {builds: true, alias: staging}
  production: {after: staging, alias: champion, approval: true, deploy: {replicas: {min: 2, max: 4}}}
"""
FILES = {
    "mlspec.toml": "",
    "specs/churn/mlproject.yaml": SPEC,
    "specs/churn/requirements.txt": "scikit-learn==1.9.1\npandas==3.0.6\nmlflow==3.17.2\n",
    "specs/churn/src/churn/__init__.py": '"""Churn."""\n',
    "specs/churn/src/churn/data.py": """\
import pandas as pd

from churn.frames import empty


def load(rows: int) -> pd.DataFrame:
    return empty(rows)
""",
    "specs/churn/src/churn/frames.py": """\
import pandas as pd

COLUMNS = ["age", "plan", "left"]


def empty(rows: int) -> pd.DataFrame:
    return pd.DataFrame({name: [0] * rows for name in COLUMNS})


def unused() -> int:
    return 1
""",
    "specs/churn/src/churn/features.py": """\
def encode(value: str) -> int:
    return len(value)
""",
    "specs/churn/src/churn/model.py": """\
import pandas as pd

from churn.features import encode


class Model:
    def __init__(self, depth: int, rate: float) -> None:
        self.depth = depth
        self.rate = rate

    def predict(self, rows: pd.DataFrame) -> list[int]:
        return [encode(plan) for plan in rows["plan"]]


def train(training: pd.DataFrame, depth: int, rate: float) -> Model:
    return Model(depth, rate)


def evaluate(model: Model, holdout: pd.DataFrame) -> dict[str, float]:
    model.predict(holdout)
    return {"accuracy": 1.0}
""",
    "specs/churn/src/churn/service.py": """\
from churn.features import encode
from churn.model import Model


def predict(age: int, plan: str, model: Model) -> dict[str, int]:
    return {"left": encode(plan)}
""",
}


class Answer(NamedTuple):
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str


class Checkout:
    """A repository with one commit on `main`."""

    def __init__(self, root: Path, files: dict[str, str] | None = None) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        for path, content in (FILES if files is None else files).items():
            self.write(path, content)
        self.commit()

    def git(self, *words: str, folder: Path | None = None) -> str:
        run = subprocess.run(
            ["git", *words],
            check=False,
            cwd=folder or self.root,
            env={**os.environ, **IDENTITY},
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, (words, run.stderr)
        return run.stdout

    def commit(self) -> None:
        self.git("add", "-A", "--", ".", ":(exclude).mlspec")
        self.git("commit", "-q", "--allow-empty", "-m", "one")

    def write(self, path: str, content: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace the only place where a text stands."""
        text = self.read(path)
        assert text.count(old) == 1, (path, old, text.count(old))
        self.write(path, text.replace(old, new))

    def remove(self, path: str) -> None:
        file = self.root / path
        if file.is_dir():
            shutil.rmtree(file)
        else:
            file.unlink()

    def mlspec(self, *arguments: str, folder: str = ".") -> Answer:
        """Run a command inside this process, in a folder of the repository."""
        from mlspec.cli.commands import run_command_line

        out, err = io.StringIO(), io.StringIO()
        before = os.getcwd()
        os.chdir(self.root / folder)
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                status = run_command_line(list(arguments))
        finally:
            os.chdir(before)
        return Answer(status, out.getvalue(), err.getvalue())

    def plan(self, *arguments: str) -> Any:
        """The plan as data."""
        answer = self.mlspec("plan", "--format", "json", *arguments)
        assert answer.status == 0, answer.out + answer.err
        return json.loads(answer.out)

    def actions(self, *arguments: str) -> dict[str, str]:
        """What happens to each part of the only model that changes."""
        models = self.plan(*arguments)["models"]
        assert len(models) <= 1
        return {
            part["name"]: part["action"] for model in models for part in model["parts"] if part["action"] != "nothing"
        }
