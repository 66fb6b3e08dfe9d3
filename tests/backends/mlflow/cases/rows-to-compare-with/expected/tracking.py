"""Where watched's runs are recorded and its models are registered: MLflow.

Compiled from specs/rows-to-compare-with/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
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
import mlflow.sklearn
import pandas as pd
import skops.io
from mlflow.data.code_dataset_source import CodeDatasetSource
from mlflow.data.meta_dataset import MetaDataset
from mlflow.entities.model_registry import ModelVersion
from mlflow.models import Model, ModelSignature
from mlflow.types import ColSpec, Schema

import columns

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "specs/rows-to-compare-with"
STORE = os.environ.get("MLFLOW_TRACKING_URI", f"sqlite:///{ROOT}/.mlspec/mlflow.db")
EXPERIMENT = "tumors of the breast"
MODEL = "watched"
REFERENCE_ROWS = 20_000

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
    """Record the columns, a digest and the number of rows of a frame, and what it was used for."""
    hashes = pd.util.hash_pandas_object(frame, index=False).to_numpy()
    digest = hashlib.sha256(hashes.tobytes()).hexdigest()[:16]
    source = CodeDatasetSource({"mlflow.source.name": "specs/rows-to-compare-with/mlproject.yaml"})
    dataset = MetaDataset(source, name=name, digest=digest, schema=_schema(frame))  # type: ignore[abstract]  # it is whole
    with _asking("log a dataset"):
        mlflow.log_input(dataset, context=context)
        mlflow.log_metric(f"{name}.rows", len(frame))


def log_reference(name: str, frame: pd.DataFrame) -> None:
    """Keep rows with the run, for comparing later ones with them; of many rows a fixed draw."""
    with _asking("keep the reference"), TemporaryDirectory() as folder:
        drawn = frame.sample(REFERENCE_ROWS, random_state=0) if len(frame) > REFERENCE_ROWS else frame
        file = Path(folder, f"{name}.parquet")
        drawn.to_parquet(file, index=False)
        mlflow.log_artifact(str(file), "reference")


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


def register(model: Any, rows: pd.DataFrame, metrics: Mapping[str, float], identity: Mapping[str, str]) -> Version:
    """Save a model that passed its gates with the run and make it a version, complete with its tags or not at all."""
    inputs = {column.name for column in columns.TRAINING if column.role == "input"}
    example = rows[[name for name in rows.columns if name in inputs]].head(5)
    example = example.astype(dict.fromkeys(example.select_dtypes("category"), "str"))
    tags = {**_origin(), **identity, "gate": "passed", "metrics": json.dumps(dict(metrics))}
    with _asking("register the model"), redirect_stderr(StringIO()):  # it reports there what the caller will say
        logged = mlflow.sklearn.log_model(
            model,
            name="model",
            signature=ModelSignature(inputs=_schema(example), outputs=Schema([ColSpec("long")])),
            input_example=example,
            metadata={"categories": _categories(rows)},
            pip_requirements=str(PROJECT / "requirements.txt"),
            skops_trusted_types=skops.io.get_untrusted_types(data=skops.io.dumps(model)),
        )
        return _version(mlflow.register_model(logged.model_uri, MODEL, tags=tags), STORE)


def set_alias(version: Version, alias: str) -> None:
    """Let an alias name this version from now on."""
    with _asking("move an alias", version.store):
        mlflow.MlflowClient(version.store).set_registered_model_alias(MODEL, alias, str(version.number))


def load(version: Version) -> Any:
    """The model itself."""
    with _asking("load a model", version.store):
        return mlflow.sklearn.load_model(_folder(version))


def inputs(version: Version) -> dict[str, list[Any] | None]:
    """The columns that a version takes, in the order in which it learned them, each category with all its values."""
    with _asking("read what a model takes", version.store):
        model = Model.load(_folder(version))
        categories = (model.metadata or {}).get("categories", {})
        return {name: categories.get(name) for name in model.signature.inputs.input_names()}


def reference(version: Version, name: str) -> pd.DataFrame:
    """The rows that were kept with the run of a version."""
    path = f"reference/{name}.parquet"
    with _asking("fetch the reference", version.store):
        client = mlflow.MlflowClient(version.store)
        run_id = str(client.get_model_version(MODEL, str(version.number)).run_id)
        if all(file.path != path for file in client.list_artifacts(run_id, "reference")):
            raise TrackingError(f"no rows of {name} are kept with version {version.number}: train it again")
        return pd.read_parquet(client.download_artifacts(run_id, path))


def copy_to(version: Version, store: str) -> Version:
    """The same version in another store, files and tags alike; a copy that is there already is not made again."""
    with _asking("copy a version", store):
        here, there = mlflow.MlflowClient(version.store), mlflow.MlflowClient(store)
        source = here.get_model_version(MODEL, str(version.number))
        if (copy := version_of(source.tags, store)) is not None:
            return copy
        run = there.create_run(_experiment(store), run_name=f"copy of version {version.number}", tags=_origin())
        there.log_artifacts(run.info.run_id, _folder(version), "model")
        if source.run_id:
            for file in here.list_artifacts(source.run_id):
                there.log_artifact(run.info.run_id, here.download_artifacts(source.run_id, file.path))
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


def _schema(frame: pd.DataFrame) -> Schema:
    """The frame's columns as they are declared: from real rows nobody can tell what may be missing."""
    declared = {column.name: column for column in columns.TRAINING}
    return Schema([ColSpec(_TYPES[declared[name].type], name, not declared[name].nullable) for name in frame.columns])


def _categories(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """The values of each category; those too that no row of this frame has."""
    return {str(name): column.cat.categories.tolist() for name, column in frame.select_dtypes("category").items()}


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


_TYPES = {"category": "string", "integer": "double", "number": "double"}
