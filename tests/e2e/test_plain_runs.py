"""Projects without a tracker: what functions are handed, and what becomes of what they give."""

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.e2e


def test_steps_are_handed_what_they_ask_for(repository_of: Callable[[str], object]) -> None:
    repository = repository_of("diabetes")
    ran = repository.run("--as-of", "2024-05-31T10:20:30", ROUNDS="4")
    assert ran.status == 0, ran.err
    dates = (
        "datetime.date(2023, 1, 1) "
        "Timestamp('2024-01-01 00:00:00+0000', tz='UTC') "
        "'2023-11' "
        "datetime.datetime(2024, 5, 13, 0, 0, tzinfo=datetime.timezone.utc) "
        "'2024-05-30' "
        "'2024-05-30T04:00:00+00:00' "
        "datetime.datetime(2024, 5, 31, 10, 20, 30, tzinfo=datetime.timezone.utc) "
        "{'age': [0, 120], 'since': datetime.datetime(2023, 5, 31, 10, 20, 30, tzinfo=datetime.timezone.utc)} "
        "datetime.date(2024, 6, 1) datetime.date(2024, 5, 31)"
    )
    assert f"\ndates {dates}\n" in ran.out
    assert "\nsearch [('alphas', [0.01, 0.1, 1.0]), ('folds', 5), ('learning-rate', 0.5)]\n" in ran.out
    assert "\nfit {'rounds': 4, 'verbose': False} 4 ['bmi', 'bp']\n" in ran.out
    assert "\nevaluate ['bmi', 'bp'] 32\n" in ran.out
    assert "rows    2 of clinics, 265 trained on, 88 for validation, 89 held out\n" in ran.out
    assert "r2 > 0.1" in ran.out


def test_a_variable_of_the_job_is_asked_for_when_the_step_runs(repository_of: Callable[[str], object]) -> None:
    repository = repository_of("diabetes")
    early = repository.run("--to", "scale", FOLDS="3")
    assert early.status == 0, early.err
    assert "('folds', 3)" in early.out
    late = repository.run("--from", "fit")
    assert late.status == 1
    assert late.err == "\nerror: the environment variable ROUNDS is not set; params of `fit` need it\n"
    rest = repository.run("--from", "fit", ROUNDS="1")
    assert rest.status == 0, rest.err
    assert "load_patients" not in rest.out


def test_a_script_trains_and_measures_in_one_go(repository_of: Callable[[str], object]) -> None:
    repository = repository_of("one-script")
    passed = repository.run()
    assert passed.status == 0, passed.err
    assert "loss <= 0.1      loss 0.2      warn\n" in passed.out
    refused = repository.run(ACCURACY="0.1")
    assert refused.status == 3
    assert "accuracy >= 0.8  accuracy 0.1  fail\n" in refused.err
    lost = repository.run(ACCURACY="-1")
    assert lost.status == 1
    assert lost.err.strip().startswith("error: ")
    assert lost.err.strip().endswith("did not leave " + str(repository.project / "out/scores.json"))
    assert "pandas" not in "".join(file.read_text() for file in repository.generated.glob("*.py"))


def test_a_project_may_be_one_function(repository_of: Callable[[str], object]) -> None:
    repository = repository_of("bare")
    ran = repository.run()
    assert ran.status == 0, ran.err
    assert ran.out.startswith("[1/1] train")
    assert sorted(path.name for path in repository.generated.glob("*.py")) == ["run.py", "stages.py"]
