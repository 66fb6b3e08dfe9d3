"""Compiled monitors, imported as their command line imports them."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

CASES = Path(__file__).parent / "cases"

# MLflow is slow to import, and what a monitor asks of it is little.
_TRACKING = """
from typing import NamedTuple


class Version(NamedTuple):
    number: int
    metrics: dict
    store: str


class TrackingError(RuntimeError):
    pass


MODEL = "tumors"
"""


_COMPILED: list[Path] = []


@pytest.fixture
def compiled(tmp_path_factory: pytest.TempPathFactory, compile_case: Callable[[Path, Path], Path]) -> Path:
    """The folder of the monitor of `requests-of-a-classifier`, with a tracker that tests fill in; compiled once."""
    if not _COMPILED:
        generated = compile_case(CASES / "requests-of-a-classifier", tmp_path_factory.mktemp("monitor"))
        (generated / "tracking.py").write_text(_TRACKING, encoding="utf-8")
        _COMPILED.append(generated)
    return _COMPILED[0]


@pytest.fixture
def module(compiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], ModuleType]]:
    """Import one of its modules; the log is an empty folder, and nothing stays imported."""
    monkeypatch.setenv("REQUEST_LOG", str(tmp_path / "requests"))
    monkeypatch.delenv("ALERT_ADDRESS", raising=False)
    monkeypatch.syspath_prepend(str(compiled))
    before = set(sys.modules)
    yield importlib.import_module
    folders = (str(compiled), str(compiled.parents[1]))
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(folders):
            del sys.modules[name]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The folder of the request log."""
    folder = tmp_path / "requests"
    folder.mkdir()
    return folder
