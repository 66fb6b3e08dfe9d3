"""The same specs compile to the same bytes: anywhere, under any shell, on every Python, in any order of keys."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SERIES = ("3.11", "3.12", "3.13")
# Their order is kept for readers: in tables of columns, and of the fields that a service takes and gives.
KEPT_AS_WRITTEN = frozenset({"columns", "request", "response"})


def specs() -> list[Path]:
    """Every spec of this repository that compiles: examples, whole projects of tests, what back ends are tried on."""
    patterns = ("specs/*", "tests/e2e/projects/*", "tests/backends/*/cases/*")
    return sorted(path.parent for pattern in patterns for path in ROOT.glob(f"{pattern}/mlproject.yaml"))


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of all these specs, each under a name of its own."""
    root = tmp_path_factory.mktemp("here") / "repository"
    ignored = shutil.ignore_patterns("expected", "__pycache__", "repository")
    for number, folder in enumerate(specs()):
        target = root / "specs" / f"s{number:02}-{folder.name[:40]}"
        shutil.copytree(folder, target, ignore=ignored)
        if (folder / "repository").is_dir():
            shutil.copytree(folder / "repository", root, dirs_exist_ok=True)
        spec = target / "mlproject.yaml"
        lines = spec.read_text(encoding="utf-8").splitlines(keepends=True)
        name = next(index for index, line in enumerate(lines) if line.startswith("name:"))
        lines[name] = f"name: {target.name}\n"
        spec.write_text("".join(lines), encoding="utf-8")
    (root / "mlspec.toml").touch()
    return root


@pytest.fixture(scope="module")
def expected(repository: Path) -> dict[str, bytes]:
    found = compiled(repository)
    assert sum(path.endswith("/stages.py") for path in found) > 10
    return found


def compiled(root: Path, python: str = sys.executable, umask: int = 0o022, **variables: str) -> dict[str, bytes]:
    """All that a compile of a copy writes, by path."""
    shutil.rmtree(root / "generated", ignore_errors=True)
    shutil.rmtree(root / ".mlspec", ignore_errors=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "compiler"), **variables}
    result = subprocess.run(
        [python, "-m", "mlspec.cli.main", "compile"],
        cwd=root,
        env=environment,
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    generated = root / "generated"
    return {
        path.relative_to(generated).as_posix(): path.read_bytes() for path in generated.rglob("*") if path.is_file()
    }


def same(found: dict[str, bytes], expected: dict[str, bytes]) -> None:
    assert found.keys() == expected.keys()
    assert [path for path in expected if found[path] != expected[path]] == []


def test_under_another_path(repository: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    elsewhere = tmp_path / "a path with blanks" / "größer"
    shutil.copytree(repository, elsewhere)
    same(compiled(elsewhere), expected)


@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "12345"},
        {"LC_ALL": "C", "PYTHONUTF8": "0"},
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
        {"TZ": "Pacific/Kiritimati"},
        {"PYTHONOPTIMIZE": "1"},
        {"HOME": "/nonexistent", "USER": "someone", "COLUMNS": "20"},
    ],
    ids="-".join,
)
def test_under_another_shell(repository: Path, expected: dict[str, bytes], variables: dict[str, str]) -> None:
    same(compiled(repository, **variables), expected)


def test_under_another_umask(repository: Path, expected: dict[str, bytes]) -> None:
    same(compiled(repository, umask=0o077), expected)


def test_twice(repository: Path, expected: dict[str, bytes]) -> None:
    same(compiled(repository), expected)


@pytest.mark.parametrize("series", SERIES)
def test_on_another_python(repository: Path, expected: dict[str, bytes], series: str) -> None:
    python = find_python(series)
    if python is None:
        pytest.skip(f"no Python {series} that has what the compiler needs")
    same(compiled(repository, python), expected)


@pytest.mark.parametrize("seed", range(3))
def test_with_keys_in_another_order(repository: Path, expected: dict[str, bytes], tmp_path: Path, seed: int) -> None:
    shuffled = tmp_path / "repository"
    shutil.copytree(repository, shuffled)
    shuffle_all(shuffled, random.Random(seed), frozenset(KEPT_AS_WRITTEN))
    same(compiled(shuffled), expected)


def test_with_columns_and_fields_in_another_order(repository: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    shuffled = tmp_path / "repository"
    shutil.copytree(repository, shuffled)
    shuffle_all(shuffled, random.Random(4), frozenset())
    found = compiled(shuffled)
    fingerprints = [path for path in expected if path.endswith("fingerprints.json")]
    assert [path for path in fingerprints if found[path] != expected[path]] == []
    facets = {path: json.loads(text)["facets"] for path, text in expected.items() if path.endswith("/mlspec.lock")}
    assert {path: json.loads(found[path])["facets"] for path in facets} == facets


def shuffle_all(root: Path, chance: random.Random, kept: frozenset[str]) -> None:
    for spec in sorted(root.glob("specs/*/mlproject.yaml")):
        yaml = YAML()
        yaml.width = 10_000  # ruamel.yaml breaks some flow maps wrongly
        document = yaml.load(spec)
        shuffle(document, chance, kept)
        with spec.open("w", encoding="utf-8") as file:
            yaml.dump(document, file)


def shuffle(value: Any, chance: random.Random, kept: frozenset[str], key: str = "") -> None:
    """The keys of all maps in another order, but those of maps under a kept key and below."""
    if isinstance(value, dict):
        names = list(value)
        if key not in kept:
            chance.shuffle(names)
            for name in names:
                value[name] = value.pop(name)
        for name in names:
            shuffle(value[name], chance, kept if key not in kept else frozenset({*kept, name}), name)
    elif isinstance(value, list):
        for item in value:
            shuffle(item, chance, kept)


def find_python(series: str) -> str | None:
    """The interpreter of a series, if the machine has one that can run the compiler."""
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates = [shutil.which(f"python{series}"), *map(str, sorted(versions.glob(f"{series}.*/bin/python")))]
    return next(filter(is_equipped, filter(None, candidates)), None)


def is_equipped(python: str) -> bool:
    command = [python, "-c", "import pydantic, yaml, jinja2, click, packaging, cronsim"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
