"""A step that fails is tried again, one that hangs is stopped, one that was done a while ago is not done again."""

import os
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

HEAD = "mlspec: 1\nname: tried\nruntime: {requirements: requirements.txt}\n"
COUNTED = """
import os
import time
from pathlib import Path

CALLS = Path(os.environ["FAKE_STORE"], "calls")

def counted():
    count = int(CALLS.read_text()) + 1 if CALLS.exists() else 1
    CALLS.write_text(str(count))
    return count

def load(rows: int = 3, salt: str = ""):
    return list(range(rows * counted()))

def version():
    return os.environ.get("VERSION", "1")

def train(rows):
    if counted() < int(os.environ.get("GOOD", "1")):
        raise ConnectionError("the line is bad")
    return len(rows)

def hang(rows):
    counted()
    while True:
        try:
            time.sleep(0.01 if os.environ.get("BUSY") else 60)
        except RuntimeError:
            pass

def stubborn(rows):
    for _ in range(3):
        try:
            time.sleep(60)
        except Exception:
            counted()
"""
TRAINED = f"{HEAD}data: {{rows: {{run: user:load}}}}\n"


def calls(project) -> int:
    return int((project.store / "calls").read_text())


def test_a_step_that_fails_is_tried_again(tried) -> None:
    project = tried(f"{HEAD}train: {{run: user:train, inputs: {{rows: {{literal: [1]}}}}, retries: 2}}\n", COUNTED)
    done = project.ends(0, GOOD="3")
    assert "failed: ConnectionError: the line is bad\n      retry 1 of 2" in done.out
    assert "retry 2 of 2" in done.out
    assert calls(project) == 3
    (project.store / "calls").unlink()
    failed = project.run(GOOD="9")
    assert failed.status == 1
    assert failed.err.endswith("ConnectionError: the line is bad\n")
    assert calls(project) == 3


@pytest.mark.parametrize("busy", ["", "1"], ids=["asleep", "busy"])
def test_a_step_that_hangs_is_stopped_and_nothing_of_it_is_kept(tried, busy: str) -> None:
    project = tried(f"{TRAINED}train: {{run: user:hang, timeout: 1s, retries: 1}}\n", COUNTED)
    started = time.monotonic()
    done = project.ends(1, BUSY=busy)
    assert time.monotonic() - started < 10
    assert done.err == "\nerror: train took longer than 1 s and was stopped\n"
    assert "failed: RunError: train took longer than 1 s and was stopped\n      retry 1 of 1" in done.out
    assert calls(project) == 3
    assert not (project.root / ".mlspec/work/tried/train").exists()


def test_a_step_that_makes_light_of_errors_is_stopped_all_the_same(tried) -> None:
    project = tried(f"{TRAINED}train: {{run: user:stubborn, timeout: 1s}}\n", COUNTED)
    run = project.root / "generated/tried/run.py"
    run.write_text(run.read_text().replace("GRACE, LAST_GRACE = 10, 60", "GRACE, LAST_GRACE = 0.5, 60"))
    assert "train took longer" not in project.ends(0).err
    assert calls(project) == 4


def test_code_that_never_returns_to_python_takes_the_process_with_it(tried) -> None:
    user = "import threading\n\ndef train():\n    import ctypes\n    ctypes.PyDLL(None).sleep(60)\n"
    project = tried(f"{HEAD}train: {{run: user:train, timeout: 1s}}\n", user)
    run = project.root / "generated/tried/run.py"
    run.write_text(run.read_text().replace("GRACE, LAST_GRACE = 10, 60", "GRACE, LAST_GRACE = 10, 1"))
    started = time.monotonic()
    assert project.run().status == 1
    assert time.monotonic() - started < 20


def test_a_program_that_hangs_is_killed_with_what_it_has_started(tried, tmp_path: Path) -> None:
    child = "import os, time; open('child', 'w').write(str(os.getpid())); time.sleep(60)"
    script = (
        "import subprocess, sys, time\n"
        "open('model.bin', 'w').write('half of it')\n"
        f"subprocess.Popen([sys.executable, '-c', {child!r}])\n"
        "time.sleep(60)\n"
    )
    spec = f"{HEAD}train: {{command: [python, src/user.py], timeout: 3s, outputs: {{model: model.bin}}}}\n"
    project = tried(spec, script)
    done = project.ends(1)
    assert done.err.startswith("\nerror: ")
    assert done.err.endswith("src/user.py took longer than 3 s and was stopped\n")
    pid = int((project.root / "specs/tried/child").read_text())
    deadline = time.monotonic() + 5
    while _runs(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(pid)
    assert not (project.root / "specs/tried/model.bin").exists()


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    os.kill(pid, 0)
    return state != "Z"


CACHED = f"""{HEAD}data:
  rows: {{run: user:load, params: {{rows: {{env: ROWS, default: 3}}}}, version: {{run: user:version}}, cache: 1h}}
train: {{run: user:train}}
"""


def loads(project, *arguments: str, **variables: str) -> bool:
    """Whether a run loads anew."""
    before = calls(project) if (project.store / "calls").exists() else 0
    done = project.ends(0, *arguments, **variables)
    loaded = calls(project) - before == 2
    assert loaded != ("load_rows       kept" in done.out)
    return loaded


def test_what_was_loaded_a_while_ago_is_not_loaded_again(tried) -> None:
    project = tried(CACHED, COUNTED)
    assert loads(project)
    assert not loads(project)
    assert not loads(project, "--as-of", "2020-01-01")
    assert loads(project, "--force")
    assert loads(project, VERSION="2")
    assert loads(project, VERSION="2", ROWS="4")
    assert not loads(project, VERSION="2", ROWS="4")
    tried(CACHED, COUNTED.replace("return len(rows)", "return len(rows) + 1"))
    assert loads(project, VERSION="2", ROWS="4")
    recompiled = tried(CACHED.replace("default: 3", "default: 4"), COUNTED)
    assert loads(recompiled)


def test_what_was_loaded_too_long_ago_is_loaded_again(tried) -> None:
    project = tried(CACHED, COUNTED)
    assert loads(project)
    note = project.root / ".mlspec/work/tried/load_rows/made.json"
    text = note.read_text()
    at = text.partition('"at": ')[2].rstrip("}")
    note.write_text(text.replace(at, str(float(at) - 3601)))
    assert loads(project)
    assert not loads(project)


def test_a_load_that_fails_leaves_nothing_to_be_used_again(tried) -> None:
    project = tried(CACHED, COUNTED)
    assert loads(project)
    assert project.run("--force", "--to", "load_rows", ROWS="x").status == 1
    assert loads(project)


def test_a_load_that_depends_on_the_date_is_kept_for_that_date(tried) -> None:
    spec = CACHED.replace("rows: {env: ROWS, default: 3}", "salt: {as_of: 0d, floor: month}")
    project = tried(spec, COUNTED)
    assert loads(project, "--as-of", "2024-05-02")
    assert not loads(project, "--as-of", "2024-05-09")
    assert loads(project, "--as-of", "2024-06-01")


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("{run: user:load, params: {rows: {env: ROWS}}}", "params of `train` need it"),
        ("{run: user:load, inputs: {rows: {env: ROWS}}}", "`train` needs it"),
        ("{command: [python, -c, x, {env: ROWS}], outputs: {model: m}}", "the command of `train` needs it"),
        (
            "{command: [python, -c, x], env: {A: {secret: ROWS}}, outputs: {model: m}}",
            "the command of `train` needs it",
        ),
    ],
)
def test_a_variable_that_is_not_set_is_told_with_who_needs_it(tried, step: str, told: str) -> None:
    project = tried(f"{HEAD}train: {step}\n", COUNTED)
    done = project.ends(1)
    assert done.err == f"\nerror: the environment variable ROWS is not set; {told}\n"


def test_a_variable_that_holds_no_number_is_told(tried) -> None:
    project = tried(f"{HEAD}train: {{run: user:load, params: {{rows: {{env: ROWS, default: 3}}}}}}\n", COUNTED)
    done = project.ends(1, ROWS="many")
    assert done.err == "\nerror: the environment variable ROWS holds no int: 'many'; params of `train` need it\n"
    project.ends(0)
