"""The steps of parts as plain functions, each from what it takes to what it gives.

Compiled from specs/a-model-of-several-parts/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

import columns
import gates

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "specs/a-model-of-several-parts/src"))

import parts.steps

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "specs/a-model-of-several-parts"
SOURCES = (PROJECT / "src",)
FINGERPRINTS: dict[str, Any] = json.loads(Path(__file__).with_name("fingerprints.json").read_text())


class TestsError(RuntimeError):
    """The tests of the trained model did not run, so that nothing is known of it."""


def load_passages() -> pd.DataFrame:
    """Load the dataset `passages`."""
    return parts.steps.passages()


def check_passages(passages: pd.DataFrame) -> pd.DataFrame:
    """Hold `passages` against its declared columns; raises columns.ColumnError."""
    return columns.check("passages", passages, columns.PASSAGES)


def split_passages(passages: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Hold out 12.5% of `passages`.

    All rows of a `text` go to one side. Which one is told by a hash: what is held out now is held out in later runs
    too, so a new model can be compared with the champion on rows that neither was trained on, but for a few where the
    border of the share moves.
    """
    lot = pd.util.hash_pandas_object("0 " + passages["text"].astype(str), index=False)
    place = lot.rank(pct=True, method="dense")
    return passages[place > 0.125], passages[place <= 0.125]


def train(passages: pd.DataFrame) -> tuple[Any, Any]:
    """Train the model."""
    return parts.steps.train(passages=passages)


def evaluate(network: Any, names: Any, holdout: pd.DataFrame) -> dict[str, float]:
    """Measure a model on held-out rows; nested metrics get dotted names."""
    return gates.flatten(parts.steps.evaluate(network=network, names=names, holdout=holdout))


def check_gates(metrics: Mapping[str, float], champion: Mapping[str, float] | None = None) -> list[gates.Verdict]:
    """Hold the metrics against the gates; raises gates.Refused with the table of them where one fails."""
    verdicts = gates.judge(metrics, champion, gates.GATES)
    if any(verdict.result == "fail" for verdict in verdicts):
        raise gates.Refused(f"a gate failed\n{gates.table(verdicts)}")
    return verdicts


def test_model(network: Any, names: Any, holdout: pd.DataFrame) -> None:
    """Run the tests of the trained model, which find it in the files that NETWORK_FILE and so on name."""
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, SOURCES))}
        for name, value in {"network": network, "names": names, "holdout": holdout}.items():
            file = Path(folder, f"{name}.pickle")
            file.write_bytes(pickle.dumps(value))
            environment[f"{name.upper()}_FILE"] = str(file)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
        tests = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    if tests.returncode == 1:
        raise gates.Refused(f"a test of the trained model failed\n{tests.stdout}")
    if tests.returncode:
        raise TestsError(f"the tests of the trained model did not run\n{tests.stdout}{tests.stderr}")


def params(as_of: datetime) -> dict[str, Any]:  # noqa: ARG001 - nothing here depends on it
    """The params of all steps by dotted names."""
    return {}


def identity(as_of: datetime) -> dict[str, str]:  # noqa: ARG001 - nothing here depends on it
    """What makes a model the same model: the spec and code as compiled, the code as it stands now, and the data."""
    steps = ("train", "evaluate", "test_model", "register")
    compiled = {f"fingerprint.{step}": FINGERPRINTS["steps"][step] for step in steps}
    return {**compiled, "code": _code()}


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
