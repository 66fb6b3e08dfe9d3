"""The steps of sorts as plain functions, each from what it takes to what it gives.

Compiled from specs/what-functions-give-and-take/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import asyncio
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
FINGERPRINTS: dict[str, Any] = json.loads(Path(__file__).with_name("fingerprints.json").read_text())
PAIR_PARAMS: dict[str, Any] = {"size": 3, "odd name": 1}
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
