"""Generated modules: loaded without a trace in the interpreter, or run over a tracker that keeps things in files."""

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

FAKE = Path(__file__).with_name("fake_tracking.py")

# The user's functions read what they give from variables, so that one project has good and bad models.
USER = """
import os

def load():
    return list(range(10))

def train(rows, weight=1):
    return {"weight": weight, "score": float(os.environ.get("SCORE", "0.8"))}

def parts(rows):
    score = float(os.environ.get("SCORE", "0.8"))
    return [score], {"bias": 0.0}

def evaluate(model):
    return {"score": model["score"], "slices": {"all": {"rows": 10}}}

def evaluate_parts(network, bias):
    return {"extra": 1}, {"score": network[0] + bias["bias"]}
"""


class Run(NamedTuple):
    """How a run ended."""

    status: int
    out: str
    err: str


class Tried(NamedTuple):
    """A compiled project with the tracker in files."""

    root: Path
    store: Path

    def run(self, *arguments: str, **variables: str) -> Run:
        command = [sys.executable, str(self.root / "generated/tried/run.py"), *arguments]
        # These files come without the writer, which sees to it that no bytecode of a former text is run.
        bare = {"PYTHONDONTWRITEBYTECODE": "1", "FAKE_STORE": str(self.store)}
        environment = {**os.environ, **bare, **variables}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return Run(done.returncode, done.stdout, done.stderr)

    def ends(self, status: int, *arguments: str, **variables: str) -> Run:
        done = self.run(*arguments, **variables)
        assert done.status == status, done.out + done.err
        assert "Traceback" not in done.err
        return done

    def state(self, store: str = "base") -> tuple[int, dict[str, int]]:
        """The number of versions, and what the aliases name."""
        file = self.store / f"{store}.json"
        if not file.exists():
            return 0, {}
        kept = json.loads(file.read_text())
        return len(kept["versions"]), kept["aliases"]

    def notes(self, what: str) -> list[list[Any]]:
        lines = (self.store / "notes.jsonl").read_text().splitlines()
        return [words[1:] for words in map(json.loads, lines) if words[0] == what]


@pytest.fixture
def load_modules(
    tmp_path: Path, compile_case: Callable[[Path, Path], Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., list[ModuleType]]]:
    """Compile a spec with the files beside it, by their paths, and import some of its modules by name."""
    known = set(sys.modules)

    def load(spec: str, names: tuple[str, ...], **files: str) -> list[ModuleType]:
        for name in set(sys.modules) - known:
            if name.partition(".")[0] in ("columns", "gates", "predictor", "stages", "truth", "user"):
                del sys.modules[name]
        count = len(list(tmp_path.iterdir()))
        case = tmp_path / f"case{count}"
        (case / "src").mkdir(parents=True)
        (case / "mlproject.yaml").write_text(spec, encoding="utf-8")
        for path, text in files.items():
            (case / "src" / f"{path}.py").write_text(text, encoding="utf-8")
        generated = compile_case(case, tmp_path / f"repository{count}")
        monkeypatch.setattr(sys, "path", [str(generated), *sys.path])
        monkeypatch.setattr(sys, "dont_write_bytecode", True)
        importlib.invalidate_caches()
        return [importlib.import_module(name) for name in names]

    yield load
    for name in set(sys.modules) - known:
        if name.partition(".")[0] in ("columns", "gates", "predictor", "stages", "truth", "user"):
            del sys.modules[name]


@pytest.fixture
def tried(tmp_path: Path, compile_case: Callable[[Path, Path], Path]) -> Callable[..., Tried]:
    """Compile a spec with the user's module, and put the tracker of files in the real one's place."""

    def make(spec: str, user: str = USER, **files: str) -> Tried:
        case = tmp_path / "tried"
        (case / "src").mkdir(parents=True, exist_ok=True)
        (case / "mlproject.yaml").write_text(spec)
        (case / "src/user.py").write_text(user)
        (case / "requirements.txt").write_text("mlflow==3.17\n")
        for name, text in files.items():
            (case / "tests").mkdir(exist_ok=True)
            (case / "tests" / f"{name}.py").write_text(text)
        root = tmp_path / "repository"
        kept = root / ".mlspec"
        shutil.rmtree(root / "specs", ignore_errors=True)
        generated = compile_case(case, root)
        shutil.copy(FAKE, generated / "tracking.py")
        (tmp_path / "store").mkdir(exist_ok=True)
        kept.mkdir(exist_ok=True)
        return Tried(root, tmp_path / "store")

    return make
