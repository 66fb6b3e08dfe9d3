"""The steps of long as plain functions, each from what it takes to what it gives.

Compiled from specs/what-is-too-long-for-a-line/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "specs/what-is-too-long-for-a-line/src"))

import long.steps

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "specs/what-is-too-long-for-a-line"
SOURCES = (PROJECT / "src",)
FINGERPRINTS: dict[str, Any] = json.loads(Path(__file__).with_name("fingerprints.json").read_text())
TRAIN_PARAMS: dict[str, Any] = {
    "nested": {
        "depth": {
            "frequency_penalty": 0.125,
            "presence_penalty": 0.0625,
            "repetition_penalty": 1.03125,
            "temperature": 0.25,
            "top_p": 0.95,
        }
    },
    "prompt": (
        "Answer the question from the passages alone, and say that you do not know where they do not hold the answer. "
        "Name the passage.\n\nPassages: {passages}\n"
    ),
    "stop_words": [
        "the",
        "a",
        "an",
        "of",
        "and",
        "or",
        "but",
        "if",
        "then",
        "else",
        "when",
        "at",
        "by",
        "for",
        "with",
        "about",
        "against",
        "between",
        "into",
        "through",
        "during",
        "before",
    ],
}


def train() -> str:
    """Train the model."""
    return long.steps.train(
        prompt=TRAIN_PARAMS["prompt"],
        stop_words=TRAIN_PARAMS["stop_words"],
        nested=TRAIN_PARAMS["nested"],
    )


def params(as_of: datetime) -> dict[str, Any]:  # noqa: ARG001 - nothing here depends on it
    """The params of all steps by dotted names."""
    steps = {"train": TRAIN_PARAMS}
    return {f"{step}.{name}": value for step, given in steps.items() for name, value in given.items()}


def identity(as_of: datetime) -> dict[str, str]:  # noqa: ARG001 - nothing here depends on it
    """What makes a model the same model: the spec and code as compiled, the code as it stands now, and the data."""
    steps = ("train",)
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
