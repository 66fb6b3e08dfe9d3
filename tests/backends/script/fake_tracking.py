"""A tracker that keeps everything in files: what `run.py` is tried with, since real ones take seconds to start."""

import json
import os
import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(os.environ["FAKE_STORE"])
STORE = "base"
STORES = {"production": "far"}
MODEL = "fake"


class TrackingError(RuntimeError):
    """The tracker did not do what it was asked for."""


class Version(NamedTuple):
    """A registered model."""

    number: int
    metrics: dict[str, float]
    store: str


@contextmanager
def start_run(name: str, tags: Mapping[str, str], run_id: str | None = None) -> Iterator[str]:
    _note("start_run", name, sorted(tags), run_id)
    yield run_id or "run"


def log_params(params: Mapping[str, Any]) -> None:
    _note("log_params", params)


def log_metrics(metrics: Mapping[str, float]) -> None:
    _note("log_metrics", metrics)


def log_dataset(name: str, frame: Any, context: str) -> None:
    _note("log_dataset", name, len(frame), context)


def log_reference(name: str, frame: Any) -> None:
    _note("log_reference", name, len(frame))


def version_at(alias: str, store: str = STORE) -> Version | None:
    if os.environ.get("FAKE_DOWN"):
        raise TrackingError("nobody is there")
    number = _read(store)["aliases"].get(alias)
    return None if number is None else _version(store, number)


def version_of(identity: Mapping[str, str], store: str = STORE) -> Version | None:
    numbers = [number for number, kept in enumerate(_read(store)["versions"], 1) if kept["identity"] == dict(identity)]
    return _version(store, numbers[-1]) if numbers else None


def register(model: Any, rows: Any, metrics: Mapping[str, float], identity: Mapping[str, str]) -> Version:
    _note("register", type(model).__name__, rows is not None and len(rows))
    return _add(STORE, model, dict(metrics), dict(identity))


def set_alias(version: Version, alias: str) -> None:
    state = _read(version.store)
    state["aliases"][alias] = version.number
    _write(version.store, state)


def load(version: Version) -> Any:
    _note("load", version.store, version.number)
    return pickle.loads((FOLDER / f"{version.store}-{version.number}.pickle").read_bytes())


def copy_to(version: Version, store: str) -> Version:
    kept = _read(version.store)["versions"][version.number - 1]
    return _add(store, load(version), kept["metrics"], kept["identity"])


def store_of(environment: str) -> str:
    return STORES.get(environment, STORE)


def where(store: str = STORE) -> str:
    return f"fake {store}"


def _add(store: str, model: Any, metrics: dict[str, float], identity: dict[str, str]) -> Version:
    state = _read(store)
    state["versions"].append({"metrics": metrics, "identity": identity})
    _write(store, state)
    (FOLDER / f"{store}-{len(state['versions'])}.pickle").write_bytes(pickle.dumps(model))
    return _version(store, len(state["versions"]))


def _version(store: str, number: int) -> Version:
    return Version(number, _read(store)["versions"][number - 1]["metrics"], store)


def _read(store: str) -> dict[str, Any]:
    file = FOLDER / f"{store}.json"
    return json.loads(file.read_text()) if file.exists() else {"versions": [], "aliases": {}}


def _write(store: str, state: dict[str, Any]) -> None:
    (FOLDER / f"{store}.json").write_text(json.dumps(state))


def _note(*words: Any) -> None:
    with (FOLDER / "notes.jsonl").open("a") as file:
        file.write(json.dumps(words, default=repr) + "\n")
