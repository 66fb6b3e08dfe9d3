"""`run.py` over a tracker that keeps its things in files: aliases, champions, promotions, tests and faults."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

FAKE = Path(__file__).with_name("fake_tracking.py")

# The user's functions read what they give from variables, so that one project has good and bad models.
USER = """
import os

def load():
    return list(range(10))

def train(rows, weight=1):
    return {"weight": weight, "score": float(os.environ.get("SCORE", "0.8"))}

def parts(rows):
    score = float(os.environ.get("SCORE", "0.8"))
    return [score], {"bias": 0.0}

def evaluate(model):
    return {"score": model["score"], "slices": {"all": {"rows": 10}}}

def evaluate_parts(network, bias):
    return {"extra": 1}, {"score": network[0] + bias["bias"]}
"""
HEAD = "mlspec: 1\nname: tried\nruntime: {requirements: requirements.txt}\ntracking: mlflow\n"
PLAIN = f"""{HEAD}data: {{rows: {{run: user:load, version: "1"}}}}
train: {{run: user:train}}
evaluate: {{run: user:evaluate, gates: [score >= 0.5, score >= champion.score - 0.1]}}
register: {{}}
"""


class Run(NamedTuple):
    """How a run ended."""

    status: int
    out: str
    err: str


class Tried(NamedTuple):
    """A compiled project with the tracker in files."""

    root: Path
    store: Path

    def run(self, *arguments: str, **variables: str) -> Run:
        command = [sys.executable, str(self.root / "generated/tried/run.py"), *arguments]
        # These files come without the writer, which sees to it that no bytecode of a former text is run.
        bare = {"PYTHONDONTWRITEBYTECODE": "1", "FAKE_STORE": str(self.store)}
        environment = {**os.environ, **bare, **variables}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return Run(done.returncode, done.stdout, done.stderr)

    def ends(self, status: int, *arguments: str, **variables: str) -> Run:
        done = self.run(*arguments, **variables)
        assert done.status == status, done.out + done.err
        assert "Traceback" not in done.err
        return done

    def state(self, store: str = "base") -> tuple[int, dict[str, int]]:
        """The number of versions, and what the aliases name."""
        file = self.store / f"{store}.json"
        if not file.exists():
            return 0, {}
        kept = json.loads(file.read_text())
        return len(kept["versions"]), kept["aliases"]

    def notes(self, what: str) -> list[list[Any]]:
        lines = (self.store / "notes.jsonl").read_text().splitlines()
        return [words[1:] for words in map(json.loads, lines) if words[0] == what]


@pytest.fixture
def tried(tmp_path: Path, compile_case: Callable[[Path, Path], Path]) -> Callable[..., Tried]:
    """Compile a spec with the user's module, and put the tracker of files in the real one's place."""

    def make(spec: str, **files: str) -> Tried:
        case = tmp_path / "tried"
        (case / "src").mkdir(parents=True, exist_ok=True)
        (case / "mlproject.yaml").write_text(spec)
        (case / "src/user.py").write_text(USER)
        (case / "requirements.txt").write_text("mlflow==3.17\n")
        for name, text in files.items():
            (case / "tests").mkdir(exist_ok=True)
            (case / "tests" / f"{name}.py").write_text(text)
        root = tmp_path / "repository"
        kept = root / ".mlspec"
        shutil.rmtree(root / "specs", ignore_errors=True)
        generated = compile_case(case, root)
        shutil.copy(FAKE, generated / "tracking.py")
        (tmp_path / "store").mkdir(exist_ok=True)
        kept.mkdir(exist_ok=True)
        return Tried(root, tmp_path / "store")

    return make


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
