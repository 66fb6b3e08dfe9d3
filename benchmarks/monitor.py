"""What a look at a million logged requests of 12 columns costs, from the start of the command to its verdict.

python benchmarks/monitor.py [ROWS]
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from measuring import MLSPEC, row

SPEC = """\
mlspec: 1
name: wide
runtime: {source: [src], requirements: requirements.txt}
tracking: {mlflow: {}}
data:
  training:
    run: wide:load
    columns:
      id: {type: string, role: id}
COLUMNS
      late: {type: integer, values: [0, 1], role: target}
    split: {holdout: 20%, seed: 1}
predicts: {column: late, kind: binary, positive: 1}
train: {run: wide:train}
evaluate: {run: wide:evaluate, gates: [accuracy >= 0.4]}
register: {flavor: sklearn}
deploy:
  bentoml: {}
  predict: wide:predict
  request: training
  response: {probability: {type: number, min: 0, max: 1}}
  target: process
monitor:
  window: 30d
  min_rows: 2000
  drift:
    inputs: {method: psi, above: 0.2, share: 25%}
    prediction: {method: jensenshannon, above: 0.15}
    missing: 5%
  labels: {run: wide:outcomes, key: id, column: late}
  performance: [accuracy >= 0.4]
  latency: {p50: 50ms, p99: 500ms}
  errors: 1%
  with: {evidently: {html: true}}
"""
CODE = '''\
"""Rows by chance."""

from datetime import datetime

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

NUMBERS = [f"n{index}" for index in range(8)]
CATEGORIES = [f"c{index}" for index in range(4)]


def rows(count: int, seed: int) -> pd.DataFrame:
    chance = np.random.default_rng(seed)
    numbers = {name: chance.normal(size=count).round(4) for name in NUMBERS}
    categories = {name: chance.choice([f"value {index}" for index in range(30)], count) for name in CATEGORIES}
    late = (numbers["n0"] + chance.normal(size=count) > 0).astype("int64")
    return pd.DataFrame({"id": np.arange(count).astype(str), **numbers, **categories, "late": late})


def load() -> pd.DataFrame:
    return rows(50_000, 1)


def train(training: pd.DataFrame) -> LogisticRegression:
    return LogisticRegression().fit(training[NUMBERS], training["late"])


def evaluate(model: LogisticRegression, holdout: pd.DataFrame) -> dict[str, float]:
    return {"accuracy": float(model.score(holdout[NUMBERS], holdout["late"]))}


def predict(rows: pd.DataFrame, model: LogisticRegression) -> pd.DataFrame:
    return pd.DataFrame({"probability": model.predict_proba(rows[NUMBERS])[:, 1]})


def outcomes(start: datetime, end: datetime) -> pd.DataFrame:
    return rows(200_000, 2)[["id", "late"]]
'''
START = datetime(2024, 5, 1, tzinfo=UTC)


def main(count: int) -> None:
    """Train and register a model, write the log that its service would have written, and look at it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _write_project(root)
        _run([MLSPEC, "compile"], root)
        _run([sys.executable, "generated/wide/run.py"], root)
        size = _write_log(root, count)
        before, children = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        looked = ["generated/wide/monitoring.py", "--from", f"{START:%Y-%m-%d}", "--to", "2024-06-01"]
        text = _run([sys.executable, *looked], root)
        wall = time.monotonic() - before
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = used.ru_utime + used.ru_stime - children.ru_utime - children.ru_stime
        print(text)
        row(f"look at {count:,} requests of 12 columns, {size / 1e6:.0f} MB: wall time", f"{wall:.1f} s", "30 s")
        row("its CPU time", f"{cpu:.1f} s", "30 s")
        row("its peak memory, or that of the training before", f"{used.ru_maxrss / 1024:.0f} MB", "3000 MB")


def _write_project(root: Path) -> None:
    source = root / "specs/wide/src"
    source.mkdir(parents=True)
    columns = [f"      n{index}: {{type: number}}" for index in range(8)]
    columns += [f"      c{index}: {{type: category}}" for index in range(4)]
    (root / "mlspec.toml").touch()
    (root / "specs/wide/mlproject.yaml").write_text(SPEC.replace("COLUMNS", "\n".join(columns)))
    (root / "specs/wide/requirements.txt").write_text("mlflow\nscikit-learn\nevidently\nbentoml\n")
    (source / "wide.py").write_text(CODE)


def _write_log(root: Path, count: int) -> int:
    """Lines as the service writes them, in files of 200,000; gives the bytes."""
    folder = root / ".mlspec/requests/wide"
    folder.mkdir(parents=True)
    sys.path.insert(0, str(root / "specs/wide/src"))
    import wide

    size = 0
    for part in range(0, count, 200_000):
        frame = wide.rows(min(200_000, count - part), part + 2)
        frame["id"] = (np.arange(len(frame)) + part).astype(str)
        chances = 1 / (1 + np.exp(-1.8 * frame["n0"]))
        inputs = json.loads(frame.drop(columns="late").to_json(orient="records"))
        with (folder / f"{part:08}.jsonl").open("w") as file:
            for number, (asked, chance) in enumerate(zip(inputs, chances, strict=True)):
                moment = (START + timedelta(seconds=part + number)).isoformat(timespec="milliseconds")
                line = {"id": f"{part + number:032x}", "time": moment, "endpoint": "predict", "version": "1"}
                line |= {"status": 200, "latency_ms": 12.345, "error": None}
                file.write(json.dumps({**line, "inputs": asked, "prediction": {"probability": chance}}) + "\n")
            size += file.tell()
    return size


def _run(command: list[str], root: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    ran = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(f"{' '.join(command)} ended with {ran.returncode}\n{ran.stdout}{ran.stderr}")
    return ran.stdout


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
