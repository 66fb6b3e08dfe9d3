"""The import contracts of pyproject.toml hold, and would be broken by an import against the arrows."""

import subprocess
import sys
from pathlib import Path

LINTER = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def run_linter(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(folder / "compiler"), "PYTHONUTF8": "1", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-c", LINTER], cwd=folder, env=environment, text=True, capture_output=True, check=False
    )


def test_every_contract_is_kept(root: Path) -> None:
    result = run_linter(root)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


def test_an_import_against_the_arrows_is_found(root: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text((root / "pyproject.toml").read_text())
    for room in sorted((root / "compiler" / "mlspec").iterdir()):
        if room.is_dir() and (room / "__init__.py").exists():
            copy_room(room, tmp_path / "compiler" / "mlspec" / room.name)
    (tmp_path / "compiler" / "mlspec" / "__init__.py").write_text("")
    (tmp_path / "compiler" / "mlspec" / "version.py").write_text('VERSION = "0"\n')
    assert run_linter(tmp_path).returncode == 0
    (tmp_path / "compiler" / "mlspec" / "vocabulary" / "wrong.py").write_text("import mlspec.driver\n")
    (tmp_path / "compiler" / "mlspec" / "attic").mkdir()
    (tmp_path / "compiler" / "mlspec" / "attic" / "__init__.py").write_text("")
    result = run_linter(tmp_path)
    assert result.returncode == 1
    assert "mlspec.vocabulary is not allowed to import mlspec.driver" in result.stdout
    assert "mlspec.attic" in result.stdout


def copy_room(source: Path, target: Path) -> None:
    """The room with its packages and nothing in them."""
    target.mkdir(parents=True)
    (target / "__init__.py").write_text("")
    for package in source.iterdir():
        if package.is_dir() and (package / "__init__.py").exists():
            copy_room(package, target / package.name)
