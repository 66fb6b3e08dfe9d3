"""What a plan says of a step is what a run then finds: edits of spec and code by chance, planned, compiled and run.

After each edit `run.py` is started from the first step that is planned to run: it takes what the steps before have
left, and refuses to do so from any later one. A run of all steps then gives what that one gave, and a step that was
not planned to run gives what it gave before the edit: to restore it would have been right.
"""

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from planning import Checkout
from tiny import CODE_EDITS, FILES, SPEC_EDITS, with_those_behind

WORK = ".mlspec/work/tiny"
EDITS_A_SEED = 8


class Run(NamedTuple):
    """How a run of `run.py` ended, and the digests of what the steps have left, by step."""

    status: int
    text: str
    left: dict[str, str]


def run(checkout: Checkout, *options: str) -> Run:
    command = [sys.executable, "-B", "generated/tiny/run.py", "--as-of", "2026-01-02", *options]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(command, cwd=checkout.root, capture_output=True, text=True, check=False, env=environment)
    return Run(done.returncode, done.stdout + done.stderr, left_by_steps(checkout))


def left_by_steps(checkout: Checkout) -> dict[str, str]:
    folders = (folder for folder in (checkout.root / WORK).iterdir() if folder.is_dir())
    return {
        folder.name: hashlib.sha256(b"".join(file.read_bytes() for file in sorted(folder.iterdir()))).hexdigest()
        for folder in folders
    }


def planned(checkout: Checkout) -> set[str]:
    """The steps that the plan lets run."""
    actions = checkout.actions()
    return {name for name, action in actions.items() if action in ("run", "bootstrap")}


def steps_in_order(checkout: Checkout) -> list[str]:
    return list(json.loads(checkout.read("generated/tiny/fingerprints.json"))["steps"])


def chosen(chance: random.Random) -> tuple[str, list[str]]:
    """A kind of edits, half of them in user code, and one or two edits of it."""
    kind = chance.choice(["spec", "code"])
    return kind, chance.sample(sorted(SPEC_EDITS if kind == "spec" else CODE_EDITS), chance.choice([1, 1, 2]))


def try_edits(checkout: Checkout, chance: random.Random, before: Run) -> Run:
    """Make edits, and compare their plan with what they lead to."""
    _, names = chosen(chance)
    edits = [(SPEC_EDITS | CODE_EDITS)[name] for name in names]
    for edit, _ in edits:
        edit(checkout, chance)
    expected = set[str]().union(*(with_those_behind(own) for _, own in edits))
    found = planned(checkout)
    assert checkout.mlspec("compile").status == 0
    steps = steps_in_order(checkout)
    assert found == expected & set(steps), names
    first = min((steps.index(step) for step in found), default=len(steps) - 1)
    for later in steps[first + 1 :][:1] if found else ():
        refused = run(checkout, "--from", later)
        assert (refused.status, steps[first] in refused.text) == (1, True), (names, refused.text)
    resumed = run(checkout, "--from", steps[first])
    assert resumed.status == 0, (names, resumed.text)
    whole = run(checkout)
    assert whole.status == 0, (names, whole.text)
    assert whole.left == resumed.left, names
    kept = [step for step in steps if step not in found]
    assert {step: before.left.get(step) for step in kept} == {step: whole.left.get(step) for step in kept}, names
    checkout.commit()
    assert checkout.plan("--base", "HEAD")["models"] == []
    return whole


def try_seed(root: Path, seed: int) -> None:
    chance = random.Random(seed)
    checkout = Checkout(root, FILES)
    assert checkout.mlspec("compile").status == 0
    checkout.commit()
    found = run(checkout)
    assert found.status == 0, found.text
    for _ in range(EDITS_A_SEED):
        found = try_edits(checkout, chance, found)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_planned_is_what_a_run_does_again(tmp_path: Path, seed: int) -> None:
    try_seed(tmp_path / "repository", seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 25))
def test_what_is_planned_is_what_a_run_does_again_two_hundred_times(tmp_path: Path, seed: int) -> None:
    try_seed(tmp_path / "repository", seed)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*SPEC_EDITS, *CODE_EDITS])
def test_every_edit_does_what_it_is_said_to(tmp_path: Path, name: str) -> None:
    checkout = Checkout(tmp_path / "repository", FILES)
    edit, own = (SPEC_EDITS | CODE_EDITS)[name]
    edit(checkout, random.Random(1))
    there = {"kept", *with_those_behind(("load_points", "load_weights"))} - ({"kept"} - set(own))
    assert planned(checkout) == with_those_behind(own) & there
