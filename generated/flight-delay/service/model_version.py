"""The version of flight-delay that is served.

It is that of the alias when the service starts, the same in every worker.
MODEL_ALIAS names another alias, MODEL_VERSION a version itself.

Compiled from specs/flight-delay/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    from predictor import Learned

ALIAS = os.environ.get("MODEL_ALIAS") or "champion"
ADVICE = ": `python generated/flight-delay/run.py` makes one"
AGAIN_AFTER = 5.0  # seconds until a worker that could not load its model is started again


class Served(NamedTuple):
    """What a worker answers with."""

    version: str
    model: Any
    learned: Learned


def pin() -> None:
    """Look the alias up before any worker starts; where no version has it, end with a sentence that says so."""
    if os.environ.get("MODEL_VERSION"):
        return
    import tracking  # takes a second, which only those need that ask

    try:
        version = tracking.version_at(ALIAS)
    except tracking.TrackingError as error:
        sys.exit(f"error: {error}")
    if version is None:
        sys.exit(f"error: no version of {tracking.MODEL} has the alias {ALIAS}{ADVICE}")
    os.environ["MODEL_VERSION"] = str(version.number)


def load() -> Served:
    """Load the model into this worker; ends the worker, and a service that has never been ready, where it cannot."""
    pin()
    try:
        return _loaded(os.environ["MODEL_VERSION"])
    except Exception as error:
        _give_up(f"version {os.environ['MODEL_VERSION']} cannot be loaded: {error}")


def note_ready() -> None:
    """Note that this version can be loaded."""
    _state("ready").touch()


def why_not_ready() -> str:
    """Why the service ended without ever having been ready."""
    reason = _state("failed")
    return reason.read_text() if reason.is_file() else ""


def _loaded(number: str) -> Served:
    import predictor
    import tracking

    version = tracking.Version(int(number), {}, tracking.STORE)
    return Served(number, tracking.load(version), predictor.learned(tracking.inputs(version)))


def _give_up(reason: str) -> NoReturn:
    """End this process without a traceback; the server would start it again at once, and for ever."""
    print(json.dumps({"level": "error", "version": os.environ["MODEL_VERSION"], "message": reason}), flush=True)
    if _state("ready").exists():
        time.sleep(AGAIN_AFTER)
    else:
        _state("failed").write_text(reason)
        os.kill(os.getppid(), signal.SIGTERM)
    os._exit(1)


def _state(name: str) -> Path:
    """A file that the processes of one service share; the server empties the folder when it starts."""
    shared = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    return Path(shared, name) if shared else Path(os.environ["BENTOML_HOME"], "prometheus_multiproc_dir", name)
