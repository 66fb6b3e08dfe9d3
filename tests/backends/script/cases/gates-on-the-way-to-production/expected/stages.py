"""The steps of pears as plain functions, each from what it takes to what it gives.

Compiled from specs/gates-on-the-way-to-production/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gates

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "specs/gates-on-the-way-to-production/src"))

import pears.model

if TYPE_CHECKING:
    from pears.model import Press

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "specs/gates-on-the-way-to-production"
SOURCES = (PROJECT / "src",)
FINGERPRINTS: dict[str, Any] = json.loads(Path(__file__).with_name("fingerprints.json").read_text())


def train() -> Press:
    """Train the model."""
    return pears.model.train()


def evaluate(model: Press) -> dict[str, float]:
    """Measure a model on held-out rows; nested metrics get dotted names."""
    return gates.flatten(pears.model.evaluate(model=model))


def check_gates(metrics: Mapping[str, float], champion: Mapping[str, float] | None = None) -> list[gates.Verdict]:
    """Hold the metrics against the gates; raises gates.Refused with the table of them where one fails."""
    verdicts = gates.judge(metrics, champion, gates.GATES)
    if any(verdict.result == "fail" for verdict in verdicts):
        raise gates.Refused(f"a gate failed\n{gates.table(verdicts)}")
    return verdicts


def params(as_of: datetime) -> dict[str, Any]:  # noqa: ARG001 - nothing here depends on it
    """The params of all steps by dotted names."""
    return {}


def identity(as_of: datetime) -> dict[str, str]:  # noqa: ARG001 - nothing here depends on it
    """What makes a model the same model: the spec and code as compiled, the code as it stands now, and the data."""
    steps = ("train", "evaluate", "register")
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
