"""The wheel holds exactly what the tree holds, and works where only its core dependencies are."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(command, text=True, capture_output=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_holds_what_the_tree_holds(wheel: Path) -> None:
    # hatchling leaves out what .gitignore names, so a careless pattern there would lose a module.
    package = ROOT / "compiler" / "mlspec"
    files = (*package.rglob("*.py"), *package.rglob("*.schema.json"))
    code = {path.relative_to(ROOT / "compiler").as_posix() for path in files}
    templates = {f"mlspec/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "templates").rglob("*.j2")}
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == code | templates | {"mlspec/py.typed"}


def test_the_wheel_says_who_it_is(wheel: Path) -> None:
    from mlspec.version import VERSION

    assert wheel.name == f"mlspec_compiler-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith("/METADATA"))).decode()
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert "\nLicense-Expression: Apache-2.0\n" in metadata
    assert "\nRequires-Python: <3.14,>=3.11\n" in metadata


@pytest.mark.slow
def test_the_installed_wheel_answers(wheel: Path, tmp_path: Path) -> None:
    python = install(wheel, tmp_path / "installed")
    answer = subprocess.run([python.parent / "mlspec", "--version"], text=True, capture_output=True, check=True)
    assert answer.stdout.startswith("mlspec ")


@pytest.mark.slow
def test_the_installed_wheel_finds_its_own_templates(wheel: Path, tmp_path: Path) -> None:
    python = install(wheel, tmp_path / "installed")
    where = "from mlspec.codegen.template import template_root; print(template_root())"
    found = subprocess.run([python, "-c", where], cwd=tmp_path, text=True, capture_output=True, check=True).stdout
    held = {path.relative_to(found.strip()) for path in Path(found.strip()).rglob("*.j2")}
    assert held == {path.relative_to(ROOT / "templates") for path in (ROOT / "templates").rglob("*.j2")}


def install(wheel: Path, folder: Path) -> Path:
    """A fresh environment with the wheel; its dependencies are those of the running one."""
    venv.create(folder, with_pip=False, symlinks=True)
    (site,) = folder.glob("lib/python3*/site-packages")
    command = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "install"]
    subprocess.run([*command, "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    own = Path(__import__("click").__file__).parents[1]
    (site / "borrowed.pth").write_text(f"{own}\n")
    return folder / "bin" / "python"
