"""What holds for the formats whatever is planned: room in a comment, statuses, one line at the end."""

import pytest
from planning import Checkout

from mlspec.plan.change import Cause, ContractChange, FileChange, ModelChange, PartChange, Plan, Where
from mlspec.plan.markdown_renderer import LIMIT
from mlspec.plan.markdown_renderer import render as render_markdown
from mlspec.vocabulary.alteration import Alteration
from mlspec.vocabulary.impact import Impact
from mlspec.vocabulary.part_kind import PartKind
from mlspec.vocabulary.plan_action import PlanAction
from mlspec.vocabulary.plan_cause import PlanCause

PATH = "specs/churn/mlproject.yaml"


def many(count: int) -> Plan:
    """A plan in which every model has ten steps, long reasons, a broken contract and thirty files."""
    where = Where("specs/a-model-with-a-long-name/mlproject.yaml", 41)
    cause = Cause(PlanCause.FIELD, f"train.params.{'x' * 60}", Alteration.CHANGED, "1" * 50, "2" * 50, (), where)
    parts = tuple(
        PartChange(f"step_{step}", PartKind.STEP, PlanAction.RUN, Impact.RETRAIN, (cause,) * (step % 3))
        for step in range(10)
    )
    contract = (ContractChange("predict", "the request's field `age` is removed", True),)
    files = tuple(FileChange(f"generated/a-model/file_{number}.py", Alteration.CHANGED) for number in range(30))
    models = tuple(
        ModelChange(
            name=f"a-model-with-a-long-name-{number:04}",
            spec_path=where.path,
            alteration=Alteration.CHANGED,
            impact=Impact.BREAKING if number % 50 == 7 else Impact.RETRAIN,
            parts=parts,
            contract=contract if number % 50 == 7 else (),
            files=files,
        )
        for number in range(count)
    )
    return Plan("main", "1" * 40, "the merge base with main", 0, models, 3)


@pytest.mark.parametrize("count", [0, 1, 20, 200, 2000])
def test_a_comment_has_room_for_any_number_of_models(count: int) -> None:
    text = render_markdown(many(count))
    assert len(text.encode()) <= LIMIT
    shown = text.count("<details")
    assert shown + text.count("more model") >= min(count, 1)
    if 0 < count <= 200:
        assert all(f"a-model-with-a-long-name-{number:04}" in text for number in range(count))
    assert text.splitlines()[-1].startswith("models: " if count else "no changes: ")


def test_what_breaks_callers_comes_first_in_a_long_comment() -> None:
    text = render_markdown(many(200))
    first = text.index("<details")
    assert text[first:].startswith("<details open><summary>a-model-with-a-long-name-0007")
    assert text.count("**breaking:**") == 4


def test_the_exit_status_tells_of_changes_where_it_is_asked_to(checkout: Checkout) -> None:
    assert checkout.mlspec("plan", "--exit-code").status == 0
    checkout.edit(PATH, "depth: 3", "depth: 4")
    assert checkout.mlspec("plan").status == 0
    assert checkout.mlspec("plan", "--exit-code").status == 2
    checkout.edit(PATH, "depth: 4", "deepth: 4")
    assert checkout.mlspec("plan", "--exit-code").status == 1
    assert checkout.mlspec("plan", "--nothing").status == 64


def test_github_gets_a_notice_at_every_line_and_a_warning_where_callers_break(checkout: Checkout) -> None:
    checkout.edit(PATH, "depth: 3", "depth: 4")
    checkout.edit(PATH, "response: {left: {type: integer}}", "response: {left: {type: number}}")
    lines = checkout.mlspec("plan", "--format", "github").out.splitlines()
    title = "title=mlspec plan%3A churn%3A impact breaking for callers"
    assert f"::notice {title},file={PATH},line=21::train.params.depth 3 -> 4 (train: run)" in lines
    assert f"::warning {title},file={PATH}::the answer's field `left` is number and no longer integer" in lines
    assert lines[-1].startswith("models: 1 changed; ")


@pytest.mark.parametrize("form", ["json", "github"])
def test_faults_come_in_the_format_that_was_asked_for(checkout: Checkout, form: str) -> None:
    checkout.edit(PATH, "depth: 3", "deepth: 4")
    answer = checkout.mlspec("plan", "--format", form)
    assert answer.status == 1
    assert answer.out.startswith("{" if form == "json" else "::error ")


def test_why_tells_the_whole_chain(checkout: Checkout) -> None:
    checkout.edit("specs/churn/src/churn/features.py", "len(value)", "1")
    changed = "churn.features:encode changed, called by churn.model:Model, by churn.model:train"
    place = "specs/churn/src/churn/features.py:1"
    assert checkout.mlspec("plan", "--why", "check_gates").out.splitlines()[:-1] == [
        "churn check_gates: run",
        "  evaluate: run",
        "    train: run",
        f"      {changed}, {place}",
    ]
    assert checkout.mlspec("plan", "--why", "monitor").out == "monitor: nothing happens to it\n"


@pytest.mark.parametrize("option", ["--why", "--select", "--env"])
def test_a_name_that_no_model_has_is_told(checkout: Checkout, option: str) -> None:
    answer = checkout.mlspec("plan", option, "stagging" if option == "--env" else "tran")
    assert (answer.status, answer.out) == (1, "")
    assert "error[no-such-part]" in answer.err
    assert f"did you mean `{'staging' if option == '--env' else 'train'}`?" in answer.err
