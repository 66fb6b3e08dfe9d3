"""The steps of flight-delay as plain functions, each from what it takes to what it gives.

Compiled from specs/flight-delay/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import pickle
import subprocess
import sys
from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pandas as pd

import columns
import gates

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "specs/flight-delay/src"))

import flights.data
import flights.model

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingClassifier

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "specs/flight-delay"
SOURCES = (PROJECT / "src",)
FINGERPRINTS: dict[str, Any] = json.loads(Path(__file__).with_name("fingerprints.json").read_text())
TRAIN_PARAMS: dict[str, Any] = {"learning_rate": 0.1, "max_iter": 200}


class TestsError(RuntimeError):
    """The tests of the trained model did not run, so that nothing is known of it."""


def training_params(as_of: datetime) -> dict[str, Any]:
    """What `load_training` asks for on this date."""
    return {
        "end": _month(as_of).date(),
        "start": _month(_months_later(as_of, -6)).date(),
    }


def load_training(as_of: datetime) -> pd.DataFrame:
    """Load the dataset `training`."""
    params = training_params(as_of)
    return flights.data.load(start=params["start"], end=params["end"])


def check_training(training: pd.DataFrame) -> pd.DataFrame:
    """Hold `training` against its declared columns; raises columns.ColumnError."""
    return columns.check("training", training, columns.TRAINING)


def split_training(training: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Hold out 20% of `training`, evenly over `late`.

    Rows are chosen by a hash of `flight_id`: what is held out now is held out in later runs too, so a new model can be
    compared with the champion on rows that neither was trained on, but for a few where the border of the share moves.
    """
    lot = pd.util.hash_pandas_object("7 " + training["flight_id"].astype(str), index=False)
    place = lot.groupby(training["late"]).rank(pct=True, method="first")
    return training[place > 0.2], training[place <= 0.2]


def train(training: pd.DataFrame) -> HistGradientBoostingClassifier:
    """Train the model."""
    return flights.model.train(
        training=training,
        learning_rate=TRAIN_PARAMS["learning_rate"],
        max_iter=TRAIN_PARAMS["max_iter"],
    )


def evaluate(model: HistGradientBoostingClassifier, holdout: pd.DataFrame) -> dict[str, float]:
    """Measure a model on held-out rows; nested metrics get dotted names."""
    return gates.flatten(flights.model.evaluate(model=model, holdout=holdout))


def check_gates(metrics: Mapping[str, float], champion: Mapping[str, float] | None = None) -> list[gates.Verdict]:
    """Hold the metrics against the gates; raises gates.Refused with the table of them where one fails."""
    verdicts = gates.judge(metrics, champion, gates.GATES)
    if any(verdict.result == "fail" for verdict in verdicts):
        raise gates.Refused(f"a gate failed\n{gates.table(verdicts)}")
    return verdicts


def test_model(model: HistGradientBoostingClassifier, holdout: pd.DataFrame) -> None:
    """Run the tests of the trained model, which find it in the files that MODEL_FILE and HOLDOUT_FILE name."""
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, SOURCES))}
        for name, value in {"model": model, "holdout": holdout}.items():
            file = Path(folder, f"{name}.pickle")
            file.write_bytes(pickle.dumps(value))
            environment[f"{name.upper()}_FILE"] = str(file)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/model"]
        tests = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    if tests.returncode == 1:
        raise gates.Refused(f"a test of the trained model failed\n{tests.stdout}")
    if tests.returncode:
        raise TestsError(f"the tests of the trained model did not run\n{tests.stdout}{tests.stderr}")


def load_labels(start: datetime, end: datetime) -> pd.DataFrame:
    """Bring the monitor `labels` of a window."""
    return flights.data.outcomes(start=start.date(), end=end.date())


def params(as_of: datetime) -> dict[str, Any]:
    """The params of all steps by dotted names."""
    steps = {"training": training_params(as_of), "train": TRAIN_PARAMS}
    return {f"{step}.{name}": value for step, given in steps.items() for name, value in given.items()}


def identity(as_of: datetime) -> dict[str, str]:
    """What makes a model the same model: the spec and code as compiled, the code as it stands now, and the data."""
    steps = ("train", "evaluate", "test_model", "register")
    compiled = {f"fingerprint.{step}": FINGERPRINTS["steps"][step] for step in steps}
    data = {"training": flights.data.version(), **training_params(as_of)}
    return {**compiled, "code": _code(), "data": ", ".join(f"{name} {value}" for name, value in data.items())}


def load_training_key(as_of: datetime) -> str:
    """What `load_training` gives depends on: the spec and code as compiled, the code as it stands now, and the data."""
    data = {"training": flights.data.version(), **training_params(as_of)}
    return " ".join([FINGERPRINTS["steps"]["load_training"], _code(), repr(data)])


def _code() -> str:
    """A digest of the user's modules in use, comments and docstrings aside; so an edit counts before it is compiled."""
    digest = hashlib.sha256()
    for name, module in sorted(sys.modules.items()):
        file = str(getattr(module, "__file__", ""))
        if file.endswith(".py") and any(Path(file).is_relative_to(source) for source in SOURCES):
            digest.update(f"{name} {ast.dump(_Said().visit(ast.parse(Path(file).read_bytes())))}".encode())
    return digest.hexdigest()


class _Said(ast.NodeTransformer):
    """Leaves out docstrings and other statements that are one constant."""

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        return None if isinstance(node.value, ast.Constant) else node


def _month(moment: datetime) -> datetime:
    """The first instant of its month."""
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _months_later(moment: datetime, months: int) -> datetime:
    """The same day and time some months later, or the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
