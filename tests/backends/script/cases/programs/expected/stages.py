"""The steps of programs as plain functions, each from what it takes to what it gives.

Compiled from specs/programs/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import gates

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "specs/programs"
SCRIPTS = (PROJECT / "r/read.R", PROJECT / "train.py")
FINGERPRINTS: dict[str, Any] = json.loads(Path(__file__).with_name("fingerprints.json").read_text())
TRAIN_PARAMS: dict[str, Any] = {"rate": 0.1}


class CommandError(RuntimeError):
    """A program failed, or did not leave a file that it should."""


class VariableError(RuntimeError):
    """An environment variable that a step needs is not set, or does not hold what it should."""


def load_readings(as_of: datetime) -> Path:
    """Load the dataset `readings`."""
    readings = PROJECT / "out/readings.csv"
    _run(["Rscript", "read.R", _day(as_of + timedelta(days=-1)).date().isoformat()], PROJECT / "r", (readings,))
    return readings


def train(readings: Path, workdir: Path) -> tuple[Path, Path]:
    """Train the model."""
    metrics = PROJECT / "out/metrics.json"
    model = PROJECT / "out/model.bin"
    _run(
        [
            sys.executable,
            "train.py",
            "--data",
            str(readings),
            "--rate",
            str(TRAIN_PARAMS["rate"]),
            "--label",
            'a "quoted" word',
            "--keep",
            str(workdir),
        ],
        PROJECT,
        (metrics, model),
        {
            "PASSWORD": _variable("PG_PASSWORD", "the command of `train` needs it"),
            "THREADS": os.environ.get("THREADS", "2"),
        },
    )
    return metrics, model


def evaluate(metrics: Path) -> dict[str, float]:
    """Give the metrics in `metrics` dotted names."""
    return gates.read_metrics(metrics)


def check_gates(metrics: Mapping[str, float], champion: Mapping[str, float] | None = None) -> list[gates.Verdict]:
    """Hold the metrics against the gates; raises gates.Refused with the table of them where one fails."""
    verdicts = gates.judge(metrics, champion, gates.GATES)
    if any(verdict.result == "fail" for verdict in verdicts):
        raise gates.Refused(f"a gate failed\n{gates.table(verdicts)}")
    return verdicts


def params(as_of: datetime) -> dict[str, Any]:  # noqa: ARG001 - nothing here depends on it
    """The params of all steps by dotted names."""
    steps = {"train": TRAIN_PARAMS}
    return {f"{step}.{name}": value for step, given in steps.items() for name, value in given.items()}


def identity(as_of: datetime) -> dict[str, str]:
    """What makes a model the same model: the spec and code as compiled, the code as it stands now, and the data."""
    steps = ("train", "evaluate")
    compiled = {f"fingerprint.{step}": FINGERPRINTS["steps"][step] for step in steps}
    data = {
        "-1d day": _day(as_of + timedelta(days=-1)).date().isoformat(),
        "THREADS": os.environ.get("THREADS", "2"),
        "specs/programs/raw.csv": _digest(PROJECT / "raw.csv"),
    }
    return {**compiled, "code": _code(), "data": ", ".join(f"{name} {value}" for name, value in data.items())}


def _code() -> str:
    """A digest of the scripts and the Python files beside them; so an edit counts before it is compiled."""
    digest = hashlib.sha256()
    beside = {path for script in SCRIPTS for path in script.parent.rglob("*.py") if "site-packages" not in path.parts}
    for path in sorted(beside.union(SCRIPTS)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _digest(path: Path) -> str:
    """A digest of a file, or of all files of a folder."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            with file.open("rb") as opened:
                digest.update(f"{file.relative_to(path)} ".encode() + hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()


def _run(
    command: list[str],
    folder: Path,
    outputs: tuple[Path, ...],
    variables: Mapping[str, str] | None = None,
) -> None:
    """Run a program that is to leave its outputs; what an earlier run left there does not count."""
    for output in outputs:
        output.parent.mkdir(parents=True, exist_ok=True)
        if output.is_file():
            output.unlink()
    try:
        subprocess.run(command, cwd=folder, env={**os.environ, **(variables or {})}, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise CommandError(str(error)) from error
    missing = [str(output) for output in outputs if not output.exists()]
    if missing:
        raise CommandError(f"{' '.join(command)} did not leave {', '.join(missing)}")


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


def _day(moment: datetime) -> datetime:
    """The first instant of its day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
