"""The steps of homonyms as plain functions, each from what it takes to what it gives.

Compiled from specs/modules-named-like-what-is-there/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import gates

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "specs/modules-named-like-what-is-there/src"))

import model as model_module
import params as params_module
import train.model as train_model

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "specs/modules-named-like-what-is-there"
SOURCES = (PROJECT / "src",)
FINGERPRINTS: dict[str, Any] = json.loads(Path(__file__).with_name("fingerprints.json").read_text())
TRAIN_PARAMS: dict[str, Any] = {"pd": 1}


def load_training() -> Any:
    """Load the dataset `training`."""
    return params_module.load()


def train(training: Any) -> int:
    """Train the model."""
    return train_model.train(training=training, pd=TRAIN_PARAMS["pd"])


def evaluate(model: int) -> dict[str, float]:
    """Measure a model on held-out rows; nested metrics get dotted names."""
    return gates.flatten(model_module.evaluate(model=model))


def params(as_of: datetime) -> dict[str, Any]:  # noqa: ARG001 - nothing here depends on it
    """The params of all steps by dotted names."""
    steps = {"train": TRAIN_PARAMS}
    return {f"{step}.{name}": value for step, given in steps.items() for name, value in given.items()}


def identity(as_of: datetime) -> dict[str, str]:  # noqa: ARG001 - nothing here depends on it
    """What makes a model the same model: the spec and code as compiled, the code as it stands now, and the data."""
    steps = ("train", "evaluate")
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
