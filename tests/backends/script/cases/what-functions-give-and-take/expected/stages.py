"""The steps of sorts as plain functions, each from what it takes to what it gives.

Compiled from specs/what-functions-give-and-take/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import ast
import asyncio
import hashlib
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import gates

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "specs/what-functions-give-and-take/src"))

import sorts.steps

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "specs/what-functions-give-and-take"
SOURCES = (PROJECT / "src",)
FINGERPRINTS: dict[str, Any] = json.loads(Path(__file__).with_name("fingerprints.json").read_text())
PAIR_PARAMS: dict[str, Any] = {"odd name": 1, "size": 3}
MAPPED_PARAMS: dict[str, Any] = {"unused": 1}


def pair() -> tuple[int, str]:
    """Run the step `pair` of the training."""
    return sorts.steps.pair(PAIR_PARAMS["size"], **{"odd name": PAIR_PARAMS["odd name"]})


def mapped(left: int) -> tuple[Any, Any]:
    """Run the step `mapped` of the training."""
    made = sorts.steps.mapped(params=dict(MAPPED_PARAMS), left=left)
    return made["a"], made["b"]


def named(second: Any, as_of: datetime, run_id: str) -> tuple[Any, Any]:
    """Run the step `named` of the training."""
    made = asyncio.run(
        sorts.steps.named(
            second=second,
            day=(as_of + timedelta(days=-7)).date(),
            file=PROJECT / "data/x.csv",
            run_id=run_id,
        )
    )
    return made.third, made.fourth


def fit(fourth: Any, as_of: datetime, workdir: Path) -> bytes:
    """Run the step `fit` of the training."""
    return sorts.steps.fit(fourth=fourth, workdir=workdir, as_of=as_of.date().isoformat())


def evaluate(model: bytes, right: str) -> tuple[Any, dict[str, float]]:
    """Measure a model on held-out rows; nested metrics get dotted names."""
    plot, metrics = sorts.steps.evaluate(model=model, right=right)
    return plot, gates.flatten(metrics)


def params(as_of: datetime) -> dict[str, Any]:  # noqa: ARG001 - nothing here depends on it
    """The params of all steps by dotted names."""
    steps = {"pair": PAIR_PARAMS, "mapped": MAPPED_PARAMS}
    return {f"{step}.{name}": value for step, given in steps.items() for name, value in given.items()}


def identity(as_of: datetime) -> dict[str, str]:
    """What makes a model the same model: the spec and code as compiled, the code as it stands now, and the data."""
    steps = ("pair", "mapped", "named", "fit", "evaluate")
    compiled = {f"fingerprint.{step}": FINGERPRINTS["steps"][step] for step in steps}
    data = {
        "-7d": (as_of + timedelta(days=-7)).date().isoformat(),
        "as_of": as_of,
        "data/x.csv": _digest(PROJECT / "data/x.csv"),
    }
    return {**compiled, "code": _code(), "data": ", ".join(f"{name} {value}" for name, value in data.items())}


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


def _digest(path: Path) -> str:
    """A digest of a file, or of all files of a folder."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            with file.open("rb") as opened:
                digest.update(f"{file.relative_to(path)} ".encode() + hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()
