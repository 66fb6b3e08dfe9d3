"""`run.py` over a tracker that keeps its things in files: aliases, champions, promotions, tests and faults."""

import pytest

HEAD = "mlspec: 1\nname: tried\nruntime: {requirements: requirements.txt}\ntracking: mlflow\n"
PLAIN = f"""{HEAD}data: {{rows: {{run: user:load, version: "1"}}}}
train: {{run: user:train}}
evaluate: {{run: user:evaluate, gates: [score >= 0.5, score >= champion.score - 0.1]}}
register: {{}}
"""


def test_without_environments_a_good_model_becomes_the_champion(tried) -> None:
    project = tried(PLAIN)
    first = project.ends(0)
    assert "model   fake version 1, now champion\n" in first.out
    assert "pass: first model" in first.out
    assert project.notes("log_metrics") == [[{"score": 0.8, "slices.all.rows": 10.0}]]
    worse = project.ends(3, "--force", SCORE="0.6")
    assert "score 0.6, champion.score 0.8  fail" in worse.err
    assert worse.err.endswith("Nothing was registered and no alias was moved.\n")
    assert project.state() == (1, {"champion": 1})
    assert "fake version 2, now champion" in project.ends(0, "--force", SCORE="0.75").out
    assert project.notes("load") == [["base", 1], ["base", 1]]


def test_a_model_that_is_there_is_taken_again_if_it_still_passes(tried) -> None:
    project = tried(PLAIN)
    project.ends(0)
    assert "Version 1 was made of the same spec, code and data" in project.ends(0).out
    assert len(project.notes("start_run")) == 1
    stricter = tried(PLAIN.replace("score >= 0.5", "score >= 0.9"))
    assert stricter.ends(3).err.splitlines()[3].endswith("fail")
    assert project.state() == (1, {"champion": 1})
    other = tried(PLAIN.replace("user:train", "user:train, params: {weight: 2}"))
    assert "version 2" in other.ends(0).out


def test_no_version_of_the_data_no_reuse(tried) -> None:
    project = tried(PLAIN.replace(', version: "1"', ""))
    project.ends(0)
    assert "version 2" in project.ends(0).out
    assert project.run("--force").status == 2


def test_a_champion_of_several_parts_is_loaded_once_and_scored_on_what_it_is_made_of(tried) -> None:
    spec = f"""{HEAD}data: {{rows: {{run: user:load}}}}
train: {{run: user:parts, outputs: [network, bias]}}
evaluate: {{run: user:evaluate_parts, outputs: [extra, metrics], gates: [score >= champion.score]}}
register: {{files: {{weights: network, offset: bias}}}}
"""
    project = tried(spec)
    project.ends(0)
    assert project.notes("register") == [["dict", False]]
    assert "score 0.9, champion.score 0.8  pass" in project.ends(0, SCORE="0.9").out
    assert "score 0.85, champion.score 0.9  fail" in project.ends(3, SCORE="0.85").err
    assert project.notes("load") == [["base", 1], ["base", 2]]


PLACES = (
    PLAIN.replace("gates: [score >= 0.5, score >= champion.score - 0.1]", "gates: [score >= 0.5]")
    + """
environments:
  staging: {builds: true}
  canary: {after: staging, evaluate: {gates: [score >= 0.7]}}
  production:
    after: canary
    alias: champion
    tracking: {mlflow: {uri: "sqlite:///far.db"}}
    evaluate: {gates: [score >= champion.score - 0.05, {gate: slices.all.rows >= 100, severity: warn}]}
"""
)


def test_local_stands_for_the_whole_way_to_production(tried) -> None:
    project = tried(PLACES)
    done = project.ends(0)
    assert "canary takes version 1\n" in done.out
    assert "slices.all.rows >= 100          slices.all.rows 10  warn" in done.out
    assert "model   fake version 1, now staging and canary and champion\n" in done.out
    assert "store   fake far\n" in done.out
    assert project.state() == (1, {"staging": 1, "canary": 1})
    assert project.state("far") == (1, {"champion": 1})


def test_a_place_that_refuses_keeps_a_model_from_going_further(tried) -> None:
    project = tried(PLACES)
    refused = project.ends(3, SCORE="0.6")
    assert "canary does not take version 1\n" in refused.err
    assert refused.err.endswith("The version is now staging; no other alias was moved.\n")
    assert project.state() == (1, {"staging": 1})
    project.ends(0, "--force", SCORE="0.9")
    worse = project.ends(3, "--force", SCORE="0.8")
    assert "score 0.8, champion.score 0.9  fail" in worse.err
    assert worse.err.endswith("The version is now staging and canary; no other alias was moved.\n")
    assert project.state("far") == (1, {"champion": 1})


def test_one_place_after_the_other(tried) -> None:
    project = tried(PLACES)
    nothing = project.ends(1, "--env", "production")
    assert nothing.err == "\nerror: no version of fake has the alias canary: build one first\n"
    project.ends(0, "--env", "staging")
    assert project.state() == (1, {"staging": 1})
    project.ends(0, "--env", "canary")
    promoted = project.ends(0, "--env", "production")
    assert "train" not in promoted.out
    assert "model   fake version 1, now champion\n" in promoted.out
    assert project.state("far") == (1, {"champion": 1})
    assert project.run("--env", "nowhere").status == 2


MODEL_TESTS = f"""{PLAIN.replace("gates: [score >= 0.5, score >= champion.score - 0.1]", "tests: [tests]")}"""


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ("assert model['score'] > 0.5", 0, "model   fake version 1\n"),
        ("assert model['score'] > 0.9", 3, "a test of the trained model failed\n"),
        ("assert missing", 3, "a test of the trained model failed\n"),
    ],
)
def test_a_model_has_to_pass_the_users_own_tests(tried, body: str, status: int, told: str) -> None:
    read = "import os, pickle\nmodel = pickle.load(open(os.environ['MODEL_FILE'], 'rb'))\n"
    project = tried(MODEL_TESTS, test_model=f"{read}def test_it():\n    {body}\n")
    done = project.ends(status)
    assert told in done.out + done.err
    assert project.state()[0] == (1 if status == 0 else 0)


@pytest.mark.parametrize("text", ["import nowhere\n", "x = 1\n"])
def test_tests_that_do_not_run_say_nothing_of_the_model(tried, text: str) -> None:
    project = tried(MODEL_TESTS, test_model=text)
    done = project.run()
    assert done.status == 1
    assert done.err.startswith("\nerror: the tests of the trained model did not run\n")
    assert project.state() == (0, {})


def test_a_tracker_that_does_not_answer_is_a_fault_and_no_first_model(tried) -> None:
    project = tried(PLAIN)
    down = project.ends(1, "--force", FAKE_DOWN="1")
    assert down.err == "\nerror: nobody is there\n"
    assert project.state() == (0, {})


def test_a_run_goes_on_with_what_is_kept(tried) -> None:
    project = tried(PLAIN)
    assert "error: nothing is kept of the steps before evaluate" in project.ends(1, "--from", "evaluate").err
    project.ends(0, "--to", "train", "--as-of", "2024-03-01T10:00+02:00")
    done = project.ends(0, "--from", "evaluate")
    assert "as of   2024-03-01 08:00 UTC\n" in done.out
    assert "[1/" not in done.out
    assert [words[2] for words in project.notes("start_run")] == [None, "run"]
    other_day = project.ends(1, "--from", "evaluate", "--as-of", "2024-03-02")
    assert "error: what is kept is as of 2024-03-01 08:00" in other_day.err
    recompiled = tried(PLAIN.replace("user:train", "user:train, params: {weight: 2}"))
    assert "error: train has not run with the spec and code of now" in recompiled.ends(1, "--from", "evaluate").err
    assert project.run("--from", "nothing").status == 2
