"""A back end and a check come from a distribution that the settings name, or from a folder; nothing else is edited."""

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mlspec.codegen.template import template_root

PACKAGE = {
    "mlspec_acme/__init__.py": """
from mlspec.codegen.backend import Backend
from mlspec.vocabulary.concern import Concern

BACKEND = Backend(
    name="acme",
    concern=Concern.DOCS,
    summary="a page for the wiki",
    lower="mlspec_acme.page:lower",
    emit="mlspec_acme.page:emit",
    always=True,
)
""",
    "mlspec_acme/page.py": """
from mlspec.codegen.artifact import Artifact, Emission


def lower(request):
    return request.graph


def emit(graph):
    return Emission((Artifact(f"{graph.output_folder}/wiki.txt", f"{graph.name}: {len(graph.steps)} steps\\n"),))
""",
    "mlspec_acme/owned.py": '''
"""A spec that nobody owns.

At Acme every model has an owner.
"""

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Rule

RULE = Rule("acme-owner", __doc__)


def check(header):
    if not header.owner:
        yield Finding("a model of Acme has an `owner`", (At(("name",), "has no owner"),), ("add `owner: <team>`",))
''',
    "mlspec_acme-1.2.dist-info/METADATA": "Metadata-Version: 2.1\nName: mlspec-acme\nVersion: 1.2\n",
    "mlspec_acme-1.2.dist-info/entry_points.txt": (
        "[mlspec.backends]\nacme = mlspec_acme:BACKEND\n\n[mlspec.checks]\nacme-owner = mlspec_acme.owned\n"
    ),
}
SPEC = """\
mlspec: 1
name: demo
owner: us
data: {rows: {run: demo:load, version: '1'}}
runtime: {requirements: requirements.txt}
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a small spec, and the package of the plugin where Python finds it."""
    site = tmp_path / "site"
    for path, text in PACKAGE.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)
    monkeypatch.syspath_prepend(str(site))
    importlib.invalidate_caches()
    for name in [name for name in sys.modules if name.startswith("mlspec_acme")]:
        monkeypatch.delitem(sys.modules, name)
    root = tmp_path / "repository"
    (root / "specs/demo/src").mkdir(parents=True)
    (root / "specs/demo/mlproject.yaml").write_text(SPEC)
    (root / "specs/demo/requirements.txt").write_text("")
    (root / "specs/demo/src/demo.py").write_text("def load():\n    return [1]\n")
    (root / "mlspec.toml").write_text('plugins = { "mlspec-acme" = ">=1,<2" }\n')
    monkeypatch.chdir(root)
    return root


def test_a_plugin_that_the_settings_name_takes_part(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _mlspec("compile") == 0, capsys.readouterr().err
    assert (repository / "generated/demo/wiki.txt").read_text() == "demo: 1 steps\n"
    (repository / "specs/demo/mlproject.yaml").write_text(SPEC.replace("owner: us\n", ""))
    assert _mlspec("validate") == 1
    assert "error[acme-owner]: a model of Acme has an `owner`" in capsys.readouterr().err
    assert _mlspec("explain", "acme-owner") == 0
    assert "At Acme every model has an owner." in capsys.readouterr().out


def test_a_plugin_that_the_settings_do_not_name_stays_out(repository: Path) -> None:
    (repository / "mlspec.toml").write_text("")
    assert _mlspec("compile") == 0
    assert not (repository / "generated/demo/wiki.txt").exists()


def test_a_back_end_that_is_installed_and_not_named_is_told_apart(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "mlspec.toml").write_text("")
    (repository / "specs/demo/mlproject.yaml").write_text(SPEC + "orchestrate: {acme: {}}\n")
    assert _mlspec("validate") == 1
    told = capsys.readouterr().err
    assert "error[unknown-backend]: the back end `acme` is installed, and the settings do not name" in told
    assert 'help: add `"mlspec-acme" = ">=1.2"` to `plugins`' in told
    (repository / "specs/demo/mlproject.yaml").write_text(SPEC + "orchestrate: {acmee: {}}\n")
    assert _mlspec("validate") == 1
    assert "error[unknown-backend]: `acmee` is no orchestrator that mlspec knows" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('plugins = { "mlspec-acme" = ">=2" }', "is installed as 1.2, the settings ask for `>=2`"),
        ('plugins = { "mlspec-acme" = "new" }', "`new` is no range of versions"),
        ('plugins = { "mlspec-other" = ">=1" }', "the plugin `mlspec-other` is not installed"),
    ],
)
def test_a_plugin_that_cannot_take_part_is_told(
    repository: Path, capsys: pytest.CaptureFixture[str], settings: str, said: str
) -> None:
    (repository / "mlspec.toml").write_text(settings)
    assert _mlspec("compile") == 1
    assert said in capsys.readouterr().err
    assert not (repository / "generated").exists()


def test_a_back_end_is_a_folder_and_nothing_else(repository: Path, tmp_path: Path) -> None:
    package = Path(importlib.import_module("mlspec").__file__ or "").parent
    copy = tmp_path / "copy"
    shutil.copytree(package, copy / "mlspec", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(template_root(), copy / "mlspec/templates")
    before = _contents(copy)
    _add_back_end(copy)
    (repository / "mlspec.toml").write_text("")
    command = [sys.executable, "-m", "mlspec.cli.main", "compile"]
    subprocess.run(command, cwd=repository, env={**os.environ, "PYTHONPATH": str(copy)}, check=True)
    assert (repository / "generated/demo/echo.md").read_text() == "The model demo\\_1 echoes.\n"
    assert {path: text for path, text in _contents(copy).items() if path in before} == before


def _add_back_end(copy: Path) -> None:
    folder = copy / "mlspec/backends/echo"
    folder.mkdir()
    (folder / "__init__.py").write_text(
        PACKAGE["mlspec_acme/__init__.py"].replace("mlspec_acme", "mlspec.backends.echo")
    )
    (folder / "page.py").write_text(
        "from mlspec.codegen.artifact import Artifact, Emission\n"
        "from mlspec.codegen.template import Template\n"
        "from mlspec.vocabulary.record import record\n\n\n"
        "@record\nclass Page:\n    name: str\n\n\n"
        "def lower(request):\n    return request.graph.output_folder, Page(f'{request.graph.name}_1')\n\n\n"
        "def emit(page):\n"
        "    return Emission((Artifact(f'{page[0]}/echo.md', Template('echo/echo.md.j2', Page).render(page[1])),))\n"
    )
    templates = copy / "mlspec/templates/echo"
    templates.mkdir()
    (templates / "echo.md.j2").write_text("The model {{ name }} echoes.\n")


def _contents(folder: Path) -> dict[Path, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return {file: file.read_bytes() for file in files}


def _mlspec(*arguments: str) -> int:
    from mlspec.cli.commands import run_command_line

    return run_command_line(list(arguments))
