"""The steps of patience as plain functions, each from what it takes to what it gives.

Compiled from specs/steps-that-may-fail-or-hang/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gates

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "specs/steps-that-may-fail-or-hang/src"))

import market

if TYPE_CHECKING:
    import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "specs/steps-that-may-fail-or-hang"
SOURCES = (PROJECT / "src",)
SCRIPTS = (PROJECT / "fit.py",)
FINGERPRINTS: dict[str, Any] = json.loads(Path(__file__).with_name("fingerprints.json").read_text())


class CommandError(RuntimeError):
    """A program failed, or did not leave a file that it should."""


class VariableError(RuntimeError):
    """An environment variable that a step needs is not set, or does not hold what it should."""


def prices_params(as_of: datetime) -> dict[str, Any]:
    """What `load_prices` asks for on this date."""
    return {
        "day": _day(as_of + timedelta(days=-1)).date(),
        "rounds": _variable("ROUNDS", "params of `load_prices` need it", int, "3"),
    }


def train_params() -> dict[str, Any]:
    """What `train` asks for."""
    return {
        "scale": _variable(
            "SCALE_OF_THE_MODEL_THAT_IS_FITTED_FROM_THE_PRICES_AND_THE_RATES_OF_THE_MARKET",
            "params of `train` need it",
        ),
    }


def load_prices(as_of: datetime) -> pd.DataFrame:
    """Load the dataset `prices`."""
    params = prices_params(as_of)
    return market.prices(day=params["day"], rounds=params["rounds"], table=PROJECT / "prices.csv")


def load_rates() -> Any:
    """Load the dataset `rates`."""
    return market.rates()


def train() -> Path:
    """Train the model."""
    params = train_params()
    model = PROJECT / "out/model.json"
    _run(
        [sys.executable, "fit.py", "--scale", str(params["scale"])],
        PROJECT,
        (model,),
        {"TOKEN": _variable("MARKET_TOKEN", "the command of `train` needs it")},
        timeout=3600.0,
    )
    return model


def evaluate(model: Path, prices: pd.DataFrame, rates: Any) -> dict[str, float]:
    """Measure a model on held-out rows; nested metrics get dotted names."""
    return gates.flatten(market.evaluate(model=model, prices=prices, rates=rates))


def params(as_of: datetime) -> dict[str, Any]:
    """The params of all steps by dotted names."""
    steps = {"prices": prices_params(as_of), "train": train_params()}
    return {f"{step}.{name}": value for step, given in steps.items() for name, value in given.items()}


def identity(as_of: datetime) -> dict[str, str]:
    """What makes a model the same model: the spec and code as compiled, the code as it stands now, and the data."""
    steps = ("train", "evaluate")
    compiled = {f"fingerprint.{step}": FINGERPRINTS["steps"][step] for step in steps}
    data = {"prices": market.version(), **params(as_of), "prices.csv": _digest(PROJECT / "prices.csv")}
    return {**compiled, "code": _code(), "data": ", ".join(f"{name} {value}" for name, value in data.items())}


def load_prices_key(as_of: datetime) -> str:
    """What `load_prices` gives depends on: the spec and code as compiled, the code as it stands now, and the data."""
    data = {"prices": market.version(), **prices_params(as_of), "prices.csv": _digest(PROJECT / "prices.csv")}
    return " ".join([FINGERPRINTS["steps"]["load_prices"], _code(), repr(data)])


def load_rates_key(as_of: datetime) -> str:  # noqa: ARG001 - nothing here depends on it
    """What `load_rates` gives depends on: the spec and code as compiled, the code as it stands now, and the data."""
    return " ".join([FINGERPRINTS["steps"]["load_rates"], _code()])


def _code() -> str:
    """A digest of the modules in use, and of scripts and their neighbours; so an edit counts before it is compiled."""
    digest = hashlib.sha256()
    for name, module in sorted(sys.modules.items()):
        file = str(getattr(module, "__file__", ""))
        if file.endswith(".py") and any(Path(file).is_relative_to(source) for source in SOURCES):
            digest.update(f"{name} {ast.dump(_Said().visit(ast.parse(Path(file).read_bytes())))}".encode())
    beside = {path for script in SCRIPTS for path in script.parent.rglob("*.py") if "site-packages" not in path.parts}
    for path in sorted(beside.union(SCRIPTS)):
        digest.update(path.read_bytes())
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


def _run(
    command: list[str],
    folder: Path,
    outputs: tuple[Path, ...],
    variables: Mapping[str, str] | None = None,
    timeout: float | None = None,
) -> None:
    """Run a program that is to leave its outputs; what an earlier run left there does not count."""
    for output in outputs:
        output.parent.mkdir(parents=True, exist_ok=True)
        if output.is_file():
            output.unlink()
    try:
        _wait(
            subprocess.Popen(command, cwd=folder, env={**os.environ, **(variables or {})}, start_new_session=True),
            timeout,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise CommandError(str(error)) from error
    except subprocess.TimeoutExpired:
        for output in filter(Path.is_file, outputs):  # half of it, if anything
            output.unlink()
        raise CommandError(f"{' '.join(command)} took longer than {timeout:g} s and was stopped") from None
    missing = [str(output) for output in outputs if not output.exists()]
    if missing:
        raise CommandError(f"{' '.join(command)} did not leave {', '.join(missing)}")


def _wait(program: subprocess.Popen[bytes], timeout: float | None) -> None:
    """Wait for a program; where it takes too long it is killed, and with it all that it has started."""
    try:
        status = program.wait(timeout)
    finally:
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()
    if status:
        raise subprocess.CalledProcessError(status, program.args)


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
