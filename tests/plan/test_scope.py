"""A plan that reads only what may have changed is the plan that reads everything."""

from collections.abc import Callable
from pathlib import Path

import pytest
from planning import Checkout

SPEC = """\
mlspec: 1
name: {name}
{extends}orchestrate: script
runtime: {{source: [src, ../../shared], requirements: ../../requirements.txt}}
data: {{training: {{run: {name}:load, params: {{rows: 1}}, version: "1"}}}}
train: {{run: {name}:train, params: {{depth: 3}}}}
"""
CODE = """\
from common import helped


def load(rows):
    return helped(rows)


def train(training, depth):
    return depth
"""
FILES = {
    "mlspec.toml": "",
    "requirements.txt": "numpy==2.4.6\n",
    "shared/common.py": "def helped(rows):\n    return rows\n",
    "specs/house.base.yaml": "mlspec: 1\ntrain: {retries: 1}\n",
    **{
        f"specs/{name}/mlproject.yaml": SPEC.format(name=name, extends=extends)
        for name, extends in (("ants", ""), ("bees", "extends: ../house.base.yaml\n"), ("cats", ""))
    },
    **{f"specs/{name}/src/{name}.py": CODE for name in ("ants", "bees", "cats")},
}
BASE = "specs/house.base.yaml"


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "repository", FILES)


def replace(path: str, old: str, new: str) -> Callable[[Checkout], None]:
    return lambda checkout: checkout.edit(path, old, new)


def copy_model(checkout: Checkout) -> None:
    for path, content in FILES.items():
        if path.startswith("specs/ants/"):
            checkout.write(path.replace("ants", "dogs"), content.replace("ants", "dogs"))


def shadow(checkout: Checkout) -> None:
    """A module that one model finds before the shared one, since now it is there."""
    checkout.write("specs/cats/src/common.py", "def helped(rows):\n    return 2\n")


def drop_base(checkout: Checkout) -> None:
    checkout.remove(BASE)
    checkout.edit("specs/bees/mlproject.yaml", "extends: ../house.base.yaml\n", "")


EDITS: dict[str, tuple[Callable[[Checkout], object], set[str]]] = {
    "nothing": (lambda _: None, set()),
    "a file of nobody": (lambda checkout: checkout.write("README.md", "x"), set()),
    "a generated file": (lambda checkout: checkout.write("generated/ants/run.py", "x"), set()),
    "a value": (replace("specs/ants/mlproject.yaml", "depth: 3", "depth: 4"), {"ants"}),
    "a comment": (replace("specs/ants/mlproject.yaml", "name: ants\n", "name: ants  # small\n"), set()),
    "a base": (replace(BASE, "retries: 1", "retries: 2"), {"bees"}),
    "a base that is gone for all": (drop_base, {"bees"}),
    "shared code": (replace("shared/common.py", "return rows", "return rows + 1"), {"ants", "bees", "cats"}),
    "shared requirements": (replace("requirements.txt", "2.4.6", "2.4.7"), {"ants", "bees", "cats"}),
    "a shadowing module": (shadow, {"cats"}),
    "a new model": (copy_model, {"dogs"}),
    "a removed model": (lambda checkout: checkout.remove("specs/cats"), {"cats"}),
    "the settings": (
        lambda checkout: checkout.write("mlspec.toml", 'specs = ["specs/ants/mlproject.yaml"]\n'),
        {"bees", "cats"},
    ),
}


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("is_committed", [False, True])
def test_what_was_kept_of_the_base_changes_no_plan(checkout: Checkout, name: str, is_committed: bool) -> None:
    edit, models = EDITS[name]
    checkout.git("checkout", "-q", "-b", "work")
    assert checkout.plan()["models"] == []
    edit(checkout)
    if is_committed:
        checkout.commit()
    kept = checkout.plan()
    again = checkout.plan()
    checkout.remove(".mlspec")
    assert kept == again == checkout.plan()
    assert {model["name"] for model in kept["models"]} == models


def test_what_was_kept_of_another_commit_changes_no_plan(checkout: Checkout) -> None:
    checkout.plan()
    checkout.edit("specs/ants/mlproject.yaml", "depth: 3", "depth: 4")
    checkout.commit()
    checkout.edit("specs/cats/mlproject.yaml", "depth: 3", "depth: 5")
    checkout.commit()
    for base, models in (("HEAD", set()), ("HEAD~1", {"cats"}), ("HEAD~2", {"ants", "cats"}), ("HEAD", set())):
        assert {model["name"] for model in checkout.plan("--base", base)["models"]} == models


def test_an_unchanged_repository_is_not_read(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout.plan()
    monkeypatch.setattr("mlspec.driver.plan.plan_between", None)
    assert checkout.plan()["summary"]["text"].startswith("no changes: 3 models")


def test_links_keep_nothing_from_being_read(checkout: Checkout) -> None:
    checkout.remove("specs/cats/src/cats.py")
    checkout.write("elsewhere/cats.py", CODE)
    (checkout.root / "specs/cats/src/cats.py").symlink_to("../../../elsewhere/cats.py")
    checkout.commit()
    assert checkout.plan()["models"] == []
    checkout.edit("elsewhere/cats.py", "return depth", "return depth + 1")
    assert [model["name"] for model in checkout.plan()["models"]] == ["cats"]


@pytest.mark.parametrize("command", ["validate", "plan", "graph"])
def test_what_is_remembered_is_not_for_git(checkout: Checkout, command: str) -> None:
    assert checkout.mlspec(command).status == 0
    assert (checkout.root / ".mlspec/cache").is_dir()
    assert checkout.git("status", "--porcelain") == ""
