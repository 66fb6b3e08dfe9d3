"""A digest is the same on every Python: the one that runs the tests against all others on the machine.

Other Pythons are looked for as `python3.x` on the path and below `$PYENV_ROOT`; they need nothing installed.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

COMPILER = Path(__file__).parents[2] / "compiler"
CASES = Path(__file__).parent / "cases"
SERIES = ("3.11", "3.12", "3.13")

# Reads paths from its input, and writes the digests of the definitions of each file, or its fault.
READER = """
import json, sys
from mlspec.usercode.module import Module
found = {}
for path in json.load(sys.stdin):
    with open(path, "rb") as file:
        module = Module("m", path, (), file.read())
    found[path] = [
        [unit.names, unit.runs, unit.fixed, form.digest, form.uses, module.documentation(index)]
        for index, unit in enumerate(module.facts.units)
        for form in [module.form(index)]
    ]
    if module.facts.fault:
        found[path] = "fault"
json.dump(found, sys.stdout)
"""


REACHER = """
import json, sys
from mlspec.source.tree import WorkingTree
from mlspec.usercode.modules import SourceModules
from mlspec.usercode.reachability import Reachability
from mlspec.usercode.signatures import find_entrypoint
root, names = json.load(sys.stdin)
modules = SourceModules(WorkingTree(root), ("src",))
reachability = Reachability(modules)
found = [find_entrypoint(modules, name) for name in names]
json.dump([repr((one, reachability.reach(one))) for one in found], sys.stdout)
"""


def others():
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    return [series for series in SERIES if series != own]


def find_python(series):
    """The interpreter of a series, if the machine has a working one."""
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates = [shutil.which(f"python{series}"), *sorted(versions.glob(f"{series}.*/bin/python"))]
    for candidate in filter(None, candidates):
        command = [candidate, "-c", "import sys; print(*sys.version_info[:2], sep='.')"]
        found = subprocess.run(command, capture_output=True, check=False)
        if found.stdout.decode().strip() == series:
            return str(candidate)
    return None


def run(python, script, question, seed="0"):
    done = subprocess.run(
        [python, "-c", script],
        input=json.dumps(question).encode(),
        env={"PYTHONPATH": str(COMPILER), "PATH": os.environ.get("PATH", ""), "PYTHONHASHSEED": seed},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def other_python(series):
    python = find_python(series)
    if python is None:
        pytest.skip(f"there is no Python {series} on this machine")
    return python


def compare(series, paths):
    names = [str(path) for path in paths]
    ours, theirs = run(sys.executable, READER, names), run(other_python(series), READER, names)
    differing = [path for path in ours if ours[path] != theirs[path] and "fault" not in (ours[path], theirs[path])]
    assert differing == []
    read_by_both = [path for path in ours if "fault" not in (ours[path], theirs[path])]
    assert len(read_by_both) > 0.9 * len(paths)


@pytest.mark.parametrize("series", others())
def test_cases_that_pythons_parse_differently(series):
    compare(series, sorted(CASES.glob("*.py")))


@pytest.mark.slow
@pytest.mark.parametrize("series", others())
def test_the_standard_library(series):
    folder = Path(sysconfig.get_path("stdlib"))
    paths = sorted(path for path in folder.rglob("*.py") if not {"site-packages", "lib2to3"} & set(path.parts))
    assert len(paths) > 1000
    compare(series, [*paths[::5], folder / "test" / "test_fstring.py"])


SPEC = COMPILER.parent / "specs" / "flight-delay"
QUESTION = [
    str(SPEC),
    ["flights.data:load", "flights.model:train", "flights.model:evaluate", "flights.service:predict"],
]


@pytest.mark.parametrize("series", others())
def test_entry_points_of_a_spec(series):
    assert run(other_python(series), REACHER, QUESTION) == run(sys.executable, REACHER, QUESTION)


def test_the_seed_of_hashes_does_not_count():
    found = [run(sys.executable, REACHER, QUESTION, seed) for seed in ("0", "1", "2")]
    assert found[0] == found[1] == found[2]
    assert len(set(found[0])) == len(QUESTION[1])
