"""The plan, the fingerprints and what is compiled say the same of a step: all of them make it again, or none does."""

import json

import pytest
from planning import Checkout

PATH = "specs/churn/mlproject.yaml"
FINGERPRINTS = "generated/churn/fingerprints.json"

EDITS = {
    "another store": ("{mlflow: {experiment: churn}}", "{mlflow: {experiment: churn, uri: 'sqlite:///other.db'}}"),
    "another experiment": ("{mlflow: {experiment: churn}}", "{mlflow: {experiment: leavers}}"),
    "another name in the registry": ("{flavor: sklearn}", "{flavor: sklearn, name: leavers}"),
    "another flavor": ("{flavor: sklearn}", "{flavor: pyfunc}"),
    "another name of the model": ("name: churn\n", "name: leavers\nmoved: {from: churn}\n"),
    "what the environment that builds says of a step": (
        "{builds: true, alias: staging}",
        "{builds: true, alias: staging, train: {params: {depth: 5}}}",
    ),
    "a gate": ("accuracy >= 0.5", "accuracy >= 0.6"),
    "a split": ("seed: 7", "seed: 8"),
    "a time limit": ("timeout: 1h", "timeout: 2h"),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_step_that_is_planned_to_run_has_another_fingerprint(checkout: Checkout, name: str) -> None:
    assert checkout.mlspec("compile").status == 0
    before = json.loads(checkout.read(FINGERPRINTS))["steps"]
    checkout.edit(PATH, *EDITS[name])
    planned = {step for step, action in checkout.actions().items() if step in before and action == "run"}
    answer = checkout.mlspec("compile")
    assert answer.status == 0, answer.err
    path = FINGERPRINTS.replace("churn", "leavers") if "moved" in EDITS[name][1] else FINGERPRINTS
    after = json.loads(checkout.read(path))["steps"]
    assert planned == {step for step, digest in after.items() if digest != before[step]}


def test_what_says_that_a_model_is_there_already_hangs_on_how_it_is_registered(checkout: Checkout) -> None:
    """Else `run.py` would take the version of before for what the spec asks for now."""
    checkout.mlspec("compile")
    assert '    steps = ("train", "evaluate", "register")\n' in checkout.read("generated/churn/stages.py")


def test_what_the_environment_that_builds_says_of_a_step_is_told(checkout: Checkout) -> None:
    checkout.edit(PATH, *EDITS["what the environment that builds says of a step"])
    (model,) = checkout.plan()["models"]
    assert [cause["text"] for cause in model["without_effect"]] == ["train.params.depth 3 -> 5 in staging"]
    assert ", environments.staging.train\n" in checkout.mlspec("compile").out
