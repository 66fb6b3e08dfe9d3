"""What a plan says of a registered model is what `run.py` does about it: a version more, or the one that is there.

The tracker keeps everything in files and takes no time to start.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from planning import Checkout
from tiny import CODE_EDITS, FILES, SPEC, SPEC_EDITS, SPEC_PATH

FAKE = Path(__file__).parents[1] / "backends/script/fake_tracking.py"
REGISTERED = """\
tracking: {mlflow: {}}
register: {flavor: pyfunc, artifacts: [docs/card.md], description: Points., tags: {team: a}}
deploy: {bentoml: {}, predict: tiny.steps:measure, target: process, replicas: 1}
environments:
  staging: {builds: true, alias: staging}
  production: {after: staging, approval: true}
"""
BY_TEXT = {
    "another flavor": ("flavor: pyfunc", "flavor: sklearn"),
    "another name in the registry": ("flavor: pyfunc", "flavor: pyfunc, name: lines"),
    "another store": ("{mlflow: {}}", '{mlflow: {uri: "sqlite:///other.db"}}'),
    "another experiment": ("{mlflow: {}}", "{mlflow: {experiment: lines}}"),
    "another text": ("description: Points.", "description: Lines."),
    "another tag": ("{team: a}", "{team: b}"),
    "another alias": ("alias: staging", "alias: stage"),
    "no approval": (", approval: true", ""),
    "more of it": ("replicas: 1", "replicas: 2"),
    "resources": ("replicas: 1", "replicas: 1, resources: {memory: 1Gi}"),
    "what the environment that builds says": ("alias: staging}", "alias: staging, train: {retries: 1}}"),
    "an artifact": ("", ""),
}
# A run also heeds edits that are not compiled yet, and does not tell which function they are in.
UNSEEN_BY_RUNS = ("code that nothing uses", "a helper that nothing uses", "a constant that nothing uses")
SEEN_ALIKE = {
    name: edit
    for name, edit in (SPEC_EDITS | CODE_EDITS).items()
    if name
    in (
        "a param of the training",
        "a version of the data",
        "a gate",
        "a requirement",
        "the description",
        "a time limit",
        "a helper two imports away",
        "a decorator",
        "a comment in code",
        "a docstring",
        "the layout",
    )
}


@pytest.fixture
def registered(tmp_path: Path) -> Checkout:
    """The model with one version in the registry."""
    checkout = Checkout(
        tmp_path / "repository",
        {**FILES, SPEC_PATH: SPEC + REGISTERED, "specs/tiny/docs/card.md": "# Lines\n", ".gitignore": "/store\n"},
    )
    (checkout.root / "store").mkdir()
    compile_with_fake(checkout)
    assert "version 1" in run(checkout)
    checkout.commit()
    return checkout


def compile_with_fake(checkout: Checkout) -> None:
    answer = checkout.mlspec("compile", "--force")
    assert answer.status == 0, answer.out + answer.err
    shutil.copy(FAKE, checkout.root / "generated/tiny/tracking.py")


def run(checkout: Checkout) -> str:
    command = [sys.executable, "-B", "generated/tiny/run.py", "--as-of", "2026-01-02"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment["FAKE_STORE"] = str(checkout.root / "store")
    done = subprocess.run(command, cwd=checkout.root, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def versions(checkout: Checkout) -> int:
    return len(json.loads((checkout.root / "store/base.json").read_text())["versions"])


def registers(checkout: Checkout) -> bool:
    return checkout.actions().get("register") == "run"


@pytest.mark.slow
@pytest.mark.parametrize("name", [*BY_TEXT, *SEEN_ALIKE])
def test_a_version_more_where_the_registration_is_planned_to_run(registered: Checkout, name: str) -> None:
    if name == "an artifact":
        registered.write("specs/tiny/docs/card.md", "# More lines\n")
    elif name in BY_TEXT:
        registered.edit(SPEC_PATH, *BY_TEXT[name])
    else:
        SEEN_ALIKE[name][0](registered, random.Random(1))
    planned = registers(registered)
    compile_with_fake(registered)
    told = run(registered)
    assert (versions(registered) == 2) == planned, told


@pytest.mark.slow
@pytest.mark.parametrize("name", UNSEEN_BY_RUNS)
def test_a_run_heeds_more_of_the_code_than_the_plan(registered: Checkout, name: str) -> None:
    CODE_EDITS[name][0](registered, random.Random(1))
    assert registered.plan()["models"] == []
    compile_with_fake(registered)
    run(registered)
    assert versions(registered) == 2
