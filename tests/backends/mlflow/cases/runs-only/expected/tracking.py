"""Where clusters's runs are recorded: MLflow.

Compiled from specs/runs-only/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "WARNING")
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "3")  # 12 seconds; the default waits for minutes

import mlflow
import pandas as pd
from mlflow.data.code_dataset_source import CodeDatasetSource
from mlflow.data.meta_dataset import MetaDataset

ROOT = Path(__file__).resolve().parents[2]
STORE = os.environ.get("RUNS_OF_CLUSTERS", "")
EXPERIMENT = "clusters"

mlflow.set_tracking_uri(STORE)


class TrackingError(RuntimeError):
    """MLflow did not do what it was asked for."""


@contextmanager
def start_run(name: str, tags: Mapping[str, str], run_id: str | None = None) -> Iterator[str]:
    """A run, new or to be gone on with, that records what is logged inside and fails where that fails; gives its id."""
    with _asking("start a run"):
        run = mlflow.start_run(run_id, experiment_id=_experiment(STORE), run_name=name, tags={**_origin(), **tags})
    try:
        yield run.info.run_id
    except BaseException:
        with suppress(Exception):  # what went wrong first is what counts
            mlflow.end_run("FAILED")
        raise
    with _asking("end the run"):
        mlflow.end_run()


def log_params(params: Mapping[str, Any]) -> None:
    """Record what the run was asked for."""
    with _asking("log params"):
        mlflow.log_params({_plain(name): value for name, value in params.items()})


def log_metrics(metrics: Mapping[str, float]) -> None:
    """Record what was measured; `mrr@10` becomes `mrr_at_10`."""
    with _asking("log metrics"):
        mlflow.log_metrics({_plain(name): value for name, value in metrics.items()})


def log_dataset(name: str, frame: pd.DataFrame, context: str) -> None:
    """Record a digest and the number of rows of a frame, and what it was used for."""
    hashes = pd.util.hash_pandas_object(frame.astype("str"), index=False).to_numpy()
    digest = hashlib.sha256(hashes.tobytes()).hexdigest()[:16]
    source = CodeDatasetSource({"mlflow.source.name": "specs/runs-only/mlproject.yaml"})
    dataset = MetaDataset(source, name=name, digest=digest)  # type: ignore[abstract]  # it is whole
    with _asking("log a dataset"):
        mlflow.log_input(dataset, context=context)
        mlflow.log_metric(f"{name}.rows", len(frame))


def where(store: str = STORE) -> str:
    """The store, without a password."""
    return _without_password(store)


@contextmanager
def _asking(request: str, store: str = STORE) -> Iterator[None]:
    """Tell a fault of MLflow, or of the way there, from a fault of the model."""
    if not store:
        raise TrackingError("the environment variable RUNS_OF_CLUSTERS is not set; the store needs it")
    try:
        yield
    except TrackingError:
        raise
    except Exception as error:
        fault = f"MLflow at {store} could not {request}: {type(error).__name__}: {error}"
        raise TrackingError(_without_password(fault)) from error


def _without_password(text: str) -> str:
    """The text with its addresses as anyone may see them."""
    return re.sub(r"//[^/@\s]*@", "//", text)


def _experiment(store: str) -> str:
    """The experiment's id; where it does not exist it is made, an embedded store keeps its files beside it."""
    client = mlflow.MlflowClient(store)
    experiment = client.get_experiment_by_name(EXPERIMENT)
    if experiment is not None:
        return str(experiment.experiment_id)
    beside = Path(store.removeprefix("sqlite:///")).absolute().with_name("artifacts")
    return client.create_experiment(EXPERIMENT, beside.as_uri() if store.startswith("sqlite:") else None)


def _plain(name: str) -> str:
    """A name that MLflow takes."""
    return re.sub(r"[^\w.:/ -]", "_", name.replace("@", "_at_"))


def _origin() -> dict[str, str]:
    """The commit that this runs from, and the digest of the spec that it was compiled from."""
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        commit = subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        commit = "unknown"
    return {"commit": commit, "spec": json.loads(Path(__file__).with_name("fingerprints.json").read_text())["spec"]}
