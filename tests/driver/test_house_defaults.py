"""What a spec asks for without naming a back end is served by the one that the repository's settings name."""

from pathlib import Path

import pytest

from mlspec.driver.checking import check_projects
from mlspec.driver.workspace import open_workspace

STEPS = "train: {command: [python, train.py], outputs: {model: model.pkl}}\n"


def chosen(root: Path, spec: str, settings: str = "") -> set[str]:
    (root / "mlspec.toml").write_text(settings)
    (root / "specs/demo").mkdir(parents=True)
    (root / "specs/demo/mlproject.yaml").write_text(f"mlspec: 1\nname: demo\n{spec}")
    checked = check_projects(open_workspace(str(root)))
    return {choice.backend.name for choice in checked.projects[0].options.choices if not choice.backend.always}


@pytest.mark.parametrize(
    ("spec", "settings", "expected"),
    [
        (STEPS, "", {"prefect"}),
        (STEPS + "orchestrate: script\n", "", set()),
        (STEPS, 'orchestrate = "script"\n', set()),
        (STEPS + "monitor: {window: 1d}\n", "", {"prefect", "evidently"}),
        ("monitor: {window: 1d}\n", "", {"evidently"}),
        ("deploy: {bentoml: {}, target: process}\n", "", {"bentoml", "process"}),
    ],
)
def test_the_house_chooses(tmp_path: Path, spec: str, settings: str, expected: set[str]) -> None:
    assert chosen(tmp_path, spec, settings) == expected


def test_a_choice_that_nobody_knows_is_told(tmp_path: Path) -> None:
    (tmp_path / "mlspec.toml").write_text('orchestrate = "prefct"\nci = "jenkins"\n')
    told = {(found.rule, found.message, found.help) for found in open_workspace(str(tmp_path)).diagnostics}
    assert told == {
        (
            "bad-settings",
            "`orchestrate` of the settings names `prefct`, which is no back end for it",
            ("did you mean `prefect`?",),
        ),
        (
            "bad-settings",
            "`ci` of the settings names `jenkins`, which is no back end for it",
            ("known are `github_actions`",),
        ),
    }
