"""The steps of tides as plain functions, each from what it takes to what it gives.

Compiled from specs/what-a-monitor-asks-for/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import ast
import asyncio
import hashlib
import json
import os
import sys
from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

import columns
import gates

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "specs/what-a-monitor-asks-for/src"))

import tides.data
import tides.model

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "specs/what-a-monitor-asks-for"
SOURCES = (PROJECT / "src",)
FINGERPRINTS: dict[str, Any] = json.loads(Path(__file__).with_name("fingerprints.json").read_text())


class VariableError(RuntimeError):
    """An environment variable that a step needs is not set, or does not hold what it should."""


def load_current_params(as_of: datetime) -> dict[str, Any]:
    """What `load_current` asks for on this date."""
    return {
        "season": _quarter(_months_later(as_of, -3)).date(),
        "station": _variable("STATION", "params of `load_current` need it"),
    }


def load_gauges() -> pd.DataFrame:
    """Load the dataset `gauges`."""
    return tides.data.load()


def check_gauges(gauges: pd.DataFrame) -> pd.DataFrame:
    """Hold `gauges` against its declared columns; raises columns.ColumnError."""
    return columns.check("gauges", gauges, columns.GAUGES)


def train(gauges: pd.DataFrame) -> Any:
    """Train the model."""
    return tides.model.train(gauges=gauges)


def evaluate(model: Any, gauges: pd.DataFrame) -> dict[str, float]:
    """Measure a model on held-out rows; nested metrics get dotted names."""
    return gates.flatten(tides.model.evaluate(model=model, gauges=gauges))


def check_gates(metrics: Mapping[str, float], champion: Mapping[str, float] | None = None) -> list[gates.Verdict]:
    """Hold the metrics against the gates; raises gates.Refused with the table of them where one fails."""
    verdicts = gates.judge(metrics, champion, gates.GATES)
    if any(verdict.result == "fail" for verdict in verdicts):
        raise gates.Refused(f"a gate failed\n{gates.table(verdicts)}")
    return verdicts


def load_current(start: datetime, end: datetime, as_of: datetime, environment: str) -> pd.DataFrame:
    """Bring the monitor `current` of a window."""
    import tides.truth

    params = load_current_params(as_of)
    return tides.truth.measured(
        start=start,
        end=end,
        season=params["season"],
        station=params["station"],
        environment=environment,
    )


def load_labels(start: datetime, end: datetime) -> pd.DataFrame:
    """Bring the monitor `labels` of a window."""
    import tides.truth

    return asyncio.run(tides.truth.floods(start=pd.Timestamp(start), end=end.isoformat()))


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


def _variable(
    name: str, need: str, kind: type[float] | type[int] | type[str] = str, default: str | None = None
) -> Any:
    """The value of an environment variable."""
    text = os.environ.get(name, default)
    if text is None:
        raise VariableError(f"the environment variable {name} is not set; {need}")
    try:
        return kind(text)
    except ValueError:
        raise VariableError(f"the environment variable {name} holds no {kind.__name__}: {text!r}; {need}") from None


def _quarter(moment: datetime) -> datetime:
    """The first instant of its quarter of a year."""
    month = moment.month - (moment.month - 1) % 3
    return moment.replace(month=month, day=1, hour=0, minute=0, second=0, microsecond=0)


def _months_later(moment: datetime, months: int) -> datetime:
    """The same day and time some months later, or the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
