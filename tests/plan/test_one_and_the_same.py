"""A plan is the same from any folder, path, time zone, locale and hash seed, and writes nothing but its cache."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from planning import IDENTITY, Checkout

pytestmark = pytest.mark.slow

MLSPEC = [sys.executable, "-m", "mlspec.cli.main"]
EDIT = ("specs/churn/src/churn/features.py", "len(value)", "len(value) + 1")


def run(folder: Path, form: str, **variables: str) -> str:
    environment = {**os.environ, **IDENTITY, **variables}
    command = [*MLSPEC, "plan", "--format", form]
    answer = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


@pytest.mark.parametrize("form", ["text", "json", "markdown", "github"])
def test_a_plan_hangs_on_nothing_around_it(tmp_path: Path, form: str) -> None:
    first, second = Checkout(tmp_path / "one"), Checkout(tmp_path / "deep/er/and another")
    for checkout in (first, second):
        checkout.edit(*EDIT)
    expected = run(first.root, form)
    assert run(first.root / "specs/churn/src", form) == expected
    world = {
        "TZ": "Pacific/Kiritimati",
        "LANG": "de_DE.UTF-8",
        "PYTHONHASHSEED": "7",
        "COLUMNS": "40",
        "GIT_DIR": "/none",
    }
    assert run(second.root, form, **world) == expected
    second.remove(".mlspec")
    assert run(second.root, form) == expected


def test_a_root_below_the_top_of_the_repository_of_git(tmp_path: Path) -> None:
    above, below = Checkout(tmp_path / "above"), Checkout(tmp_path / "below", {"README.md": "all"})
    above.edit(*EDIT)
    for path in above.git("ls-files").split():
        below.write(f"models/{path}", above.git("show", f"HEAD:{path}"))
    below.commit()
    below.edit(f"models/{EDIT[0]}", *EDIT[1:])
    assert below.mlspec("plan", folder="models").out.splitlines()[:-1] == above.mlspec("plan").out.splitlines()[:-1]


def test_a_plan_writes_nothing_but_its_cache(checkout: Checkout) -> None:
    checkout.edit(*EDIT)
    checkout.git("status")
    before = {path: path.read_bytes() for path in checkout.root.rglob("*") if path.is_file()}
    checkout.mlspec("plan")
    after = {path: path.read_bytes() for path in checkout.root.rglob("*") if path.is_file()}
    assert {path: content for path, content in after.items() if ".mlspec" not in path.parts} == before


def test_the_order_of_the_specs_on_disk_is_no_matter(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "one")
    spec = checkout.read("specs/churn/mlproject.yaml")
    for name in ("b", "a"):
        for path in checkout.git("ls-files", "specs/churn").split():
            checkout.write(path.replace("specs/churn/", f"specs/{name}/"), checkout.read(path))
        checkout.write(f"specs/{name}/mlproject.yaml", spec.replace("name: churn", f"name: {name}"))
    checkout.commit()
    for name in ("b", "churn", "a"):
        checkout.edit(f"specs/{name}/mlproject.yaml", "depth: 3", "depth: 4")
    assert [model["name"] for model in checkout.plan()["models"]] == ["a", "b", "churn"]
