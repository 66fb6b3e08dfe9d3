"""Where pyfunc-retriever's runs are recorded and its models are registered: MLflow.

Compiled from specs/pyfunc-object/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, suppress
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "WARNING")
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "3")  # 12 seconds; the default waits for minutes

import mlflow
import mlflow.pyfunc
import pandas as pd
from mlflow.data.code_dataset_source import CodeDatasetSource
from mlflow.data.meta_dataset import MetaDataset
from mlflow.entities.model_registry import ModelVersion

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "specs/pyfunc-object/lib"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "specs/pyfunc-object/src"))

ROOT = Path(__file__).resolve().parents[2]
STORE = os.environ.get("MLFLOW_TRACKING_URI", f"sqlite:///{ROOT}/.mlspec/mlflow.db")
EXPERIMENT = "pyfunc-retriever"
MODEL = "pyfunc-retriever"

mlflow.set_tracking_uri(STORE)


class TrackingError(RuntimeError):
    """MLflow did not do what it was asked for."""


class Version(NamedTuple):
    """A registered model that passed its gates: its number, the metrics recorded with it, and the store that has it."""

    number: int
    metrics: dict[str, float]
    store: str


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
    source = CodeDatasetSource({"mlflow.source.name": "specs/pyfunc-object/mlproject.yaml"})
    dataset = MetaDataset(source, name=name, digest=digest)  # type: ignore[abstract]  # it is whole
    with _asking("log a dataset"):
        mlflow.log_input(dataset, context=context)
        mlflow.log_metric(f"{name}.rows", len(frame))


def version_at(alias: str, store: str = STORE) -> Version | None:
    """The version that an alias names; none only where the store says that there is none."""
    with _asking("look up an alias", store):
        client = mlflow.MlflowClient(store)
        models = client.search_registered_models(f"name = '{MODEL}'")
        if not models or alias not in models[0].aliases:
            return None
        return _version(client.get_model_version(MODEL, str(models[0].aliases[alias])), store)


def version_of(identity: Mapping[str, str], store: str = STORE) -> Version | None:
    """The latest version that was made of the same spec, code and data and passed its gates."""
    wanted = {**identity, "gate": "passed"}.items()
    with _asking("search the versions", store):
        versions = mlflow.MlflowClient(store).search_model_versions(f"name = '{MODEL}'")
    same = [version for version in versions if wanted <= version.tags.items()]
    return _version(max(same, key=lambda version: int(version.version)), store) if same else None


def register(
    model: Any,
    rows: pd.DataFrame | None,  # noqa: ARG001 - an example of rows says nothing of what this model takes
    metrics: Mapping[str, float],
    identity: Mapping[str, str],
) -> Version:
    """Save a model that passed its gates with the run and make it a version, complete with its tags or not at all."""
    tags = {**_origin(), **identity, "gate": "passed", "metrics": json.dumps(dict(metrics))}
    with _asking("register the model"), redirect_stderr(StringIO()):  # it reports there what the caller will say
        with TemporaryDirectory() as folder:
            pickled = Path(folder, "model.pickle")
            pickled.write_bytes(pickle.dumps(model))
            logged = mlflow.pyfunc.log_model(
                name="model",
                python_model=str(Path(__file__).with_name("pyfunc_model.py")),
                artifacts={"model": str(pickled)},
                code_paths=_modules(),
                pip_requirements=mlflow.pyfunc.get_default_pip_requirements(),
            )
        return _version(mlflow.register_model(logged.model_uri, MODEL, tags=tags), STORE)


def set_alias(version: Version, alias: str) -> None:
    """Let an alias name this version from now on."""
    with _asking("move an alias", version.store):
        mlflow.MlflowClient(version.store).set_registered_model_alias(MODEL, alias, str(version.number))


def load(version: Version) -> Any:
    """The model itself."""
    with _asking("load a model", version.store):
        return pickle.loads(Path(_folder(version), "artifacts", "model.pickle").read_bytes())


def copy_to(version: Version, store: str) -> Version:
    """The same version in another store, files and tags alike; a copy that is there already is not made again."""
    with _asking("copy a version", store):
        here, there = mlflow.MlflowClient(version.store), mlflow.MlflowClient(store)
        source = here.get_model_version(MODEL, str(version.number))
        if (copy := version_of(source.tags, store)) is not None:
            return copy
        run = there.create_run(_experiment(store), run_name=f"copy of version {version.number}", tags=_origin())
        there.log_artifacts(run.info.run_id, _folder(version), "model")
        there.set_terminated(run.info.run_id)
        return _make_version(f"{run.info.artifact_uri}/model", run.info.run_id, source.tags, store)


def where(store: str = STORE) -> str:
    """The store, without a password."""
    return _without_password(store)


@contextmanager
def _asking(request: str, store: str = STORE) -> Iterator[None]:
    """Tell a fault of MLflow, or of the way there, from a fault of the model."""
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


def _version(found: ModelVersion, store: str) -> Version:
    return Version(int(found.version), json.loads(found.tags.get("metrics", "{}")), store)


def _make_version(source: str, run_id: str | None, tags: dict[str, str], store: str) -> Version:
    """A version of files that a run has stored."""
    client = mlflow.MlflowClient(store)
    if not client.search_registered_models(f"name = '{MODEL}'"):
        client.create_registered_model(MODEL)
    return _version(client.create_model_version(MODEL, source, run_id, tags), store)


def _folder(version: Version) -> str:
    """Where the model's files are, fetched if need be."""
    address = f"models:/{MODEL}/{version.number}"
    return mlflow.artifacts.download_artifacts(address, tracking_uri=version.store, registry_uri=version.store)


def _modules() -> list[str]:
    """The user's modules and packages: the pickle needs them wherever it is read."""
    folders = (ROOT / "specs/pyfunc-object/src", ROOT / "specs/pyfunc-object/lib")
    places = (path for folder in folders for path in sorted(folder.iterdir()))
    return [str(path) for path in places if path.suffix == ".py" or (path / "__init__.py").is_file()]


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
