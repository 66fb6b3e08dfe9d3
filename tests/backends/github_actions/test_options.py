"""What may stand below `ci.github_actions`, and what is told of the rest, at its place."""

import pytest

from mlspec.backends.github_actions.options import GithubActionsOptions, Runner


@pytest.mark.parametrize(
    ("runner", "labels", "group"),
    [
        ("ubuntu-24.04", ("ubuntu-24.04",), ""),
        ("[self-hosted, gpu]", ("self-hosted", "gpu"), ""),
        ("{group: gpus, labels: linux}", ("linux",), "gpus"),
    ],
)
def test_a_runner_is_a_label_or_several_or_of_a_group(read_options, runner: str, labels: object, group: str) -> None:
    options, told = read_options("github_actions", f"{{runner: {runner}}}")
    assert told == []
    assert options.runner == Runner(labels=list(labels), group=group)
    assert options.pull_request_runner == Runner(labels=["ubuntu-24.04"])


def test_what_may_be_said_beside(read_options) -> None:
    options, told = read_options(
        "github_actions", "{branch: trunk, timeout: 2h, comment: false, keep_artifacts: 7d, pull_request_runner: small}"
    )
    assert told == []
    assert (options.branch, str(options.timeout), options.comment) == ("trunk", "2h", False)


def test_nothing_said_runs_on_githubs_machines(read_options) -> None:
    assert read_options("github_actions", "{}") == (GithubActionsOptions(), [])
    assert GithubActionsOptions().branch == "main"


def test_what_is_wrong_is_told_at_its_place(read_options) -> None:
    _, told = read_options(
        "github_actions", "{runer: x, timeout: 60, comment: on, runner: {label: gpu}, pull_request_runner: []}"
    )
    assert [fault[:3] for fault in told] == [
        ("unknown-field", "runer", "`runer` is no field of `section.github_actions`"),
        ("bad-unit", "60", "`60` has no unit"),
        ("wrong-type", "on", "`true` or `false` is needed here, and this is text"),
        ("unknown-field", "label", "`label` is no field of `section.github_actions.runner`"),
        ("missing-field", "[]", "a runner needs `labels` or a `group`"),
    ]
    assert "did you mean `runner`?" in told[0]


@pytest.mark.parametrize("kept", ["12h", "91d", "0s"])
def test_artifacts_are_kept_by_the_day(read_options, kept: str) -> None:
    _, told = read_options("github_actions", f"{{keep_artifacts: {kept}}}")
    assert told[0][:2] == ("out-of-range", kept)
