"""What is kept from one compile to the next saves time and changes nothing that is written or said."""

import contextlib
import io
import os
import random
import shutil
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mlspec.cli.commands import run_command_line
from mlspec.driver import checking
from mlspec.driver.checking import CheckedProject
from mlspec.usercode import parsing

SPEC = """\
mlspec: 1
name: {name}
runtime: {{python: "3.11", source: [src], requirements: requirements.txt}}
data: {{training: {{run: "{name}:load", params: {{rows: 100}}, version: "1"}}}}
train: {{run: "{name}:train", params: {{depth: 3}}}}
evaluate: {{run: "{name}:evaluate", gates: [accuracy >= 0.5]}}
"""
CODE = """\
from {name}_tools import scale


def load(rows: int) -> list[int]:
    return list(range(rows))


def train(training: list[int], depth: int) -> int:
    return scale(depth)


def evaluate(model: int, training: list[int]) -> dict[str, float]:
    return {{"accuracy": 1.0}}
"""
NAMES = ("churn", "risk")
BROKEN = "def scale(depth):\n    return depth +\n"


class Answer(NamedTuple):
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str


class Repository:
    """Two specs, the first with two warnings: about a line of its requirements, and what is no Python."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("mlspec.toml", "")
        for name in NAMES:
            self.write(f"specs/{name}/mlproject.yaml", SPEC.format(name=name))
            self.write(f"specs/{name}/src/{name}.py", CODE.format(name=name))
            self.write(f"specs/{name}/src/{name}_tools.py", "def scale(depth: int) -> int:\n    return depth\n")
            self.write(f"specs/{name}/requirements.txt", "pandas==3.0.6\n")
        self.write("specs/churn/requirements.txt", "pandas==3.0.6\n=1\n")
        self.write("specs/churn/src/churn_tools.py", BROKEN)
        self.settle()

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def settle(self) -> None:
        """Let all files grow older than the time within which a stamp is not trusted."""
        time.sleep(0.05)

    def mlspec(self, *arguments: str) -> Answer:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.chdir(self.root), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = run_command_line(list(arguments))
        return Answer(status, out.getvalue(), err.getvalue())

    def files(self) -> dict[str, bytes]:
        return {str(file): file.read_bytes() for file in (self.root / "generated").rglob("*") if file.is_file()}

    def kept(self) -> list[Path]:
        return sorted(file for file in (self.root / ".mlspec/cache").rglob("*") if file.is_file())


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The specs that were read and checked, as they come."""
    seen: list[str] = []
    check = checking._check_spec

    def watched(workspace: Any, path: str, *others: Any) -> CheckedProject:
        seen.append(path)
        return check(workspace, path, *others)

    monkeypatch.setattr(checking, "_check_spec", watched)
    return seen


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_warnings_are_told_each_time_in_the_same_words(repository: Repository, form: str, checked: list[str]) -> None:
    first = repository.mlspec("compile", "--format", form)
    said = first.err if form == "text" else first.out
    assert first.status == 0
    assert "unread-requirement" in said
    assert "broken-import" in said
    checked.clear()
    for lost in ((), ("generated/churn/stages.py",), ("generated/churn/stages.py", "generated/risk/run.py")):
        for path in lost:
            (repository.root / path).unlink()
        again = repository.mlspec("compile", "--format", form)
        assert (again.err if form == "text" else again.out).endswith(said)
        assert again.status == 0
    assert checked == []


def test_what_is_gone_or_was_spoilt_is_written_from_the_cache(repository: Repository, checked: list[str]) -> None:
    repository.mlspec("compile")
    whole = repository.files()
    checked.clear()
    shutil.rmtree(repository.root / "generated")
    assert "2 specs compiled" in repository.mlspec("compile").out
    assert repository.files() == whole
    (repository.root / "generated/risk/mlspec.lock").unlink()
    repository.mlspec("compile", "risk")
    assert repository.files() == whole
    assert checked == []
    assert "2 specs are up to date" in repository.mlspec("compile").out


def test_files_that_were_written_anew_with_the_same_text_count_as_unchanged(
    repository: Repository, checked: list[str]
) -> None:
    repository.mlspec("compile")
    checked.clear()
    for file in (*(repository.root / "specs").rglob("*.*"), *(repository.root / "generated").rglob("*.*")):
        text = file.read_bytes()
        file.unlink()
        file.write_bytes(text)
    repository.settle()
    for _ in range(2):
        assert "2 specs are up to date" in repository.mlspec("compile").out
    assert checked == []


@pytest.mark.parametrize("path", ["mlproject.yaml", "src/risk.py", "src/risk_tools.py", "requirements.txt"])
def test_one_change_has_one_spec_checked(repository: Repository, checked: list[str], path: str) -> None:
    repository.mlspec("compile")
    checked.clear()
    file = repository.root / "specs/risk" / path
    file.write_text(file.read_text() + "\n# another line\n")
    repository.mlspec("compile")
    assert checked == ["specs/risk/mlproject.yaml"]


def test_a_module_that_comes_before_another_is_seen(repository: Repository, checked: list[str]) -> None:
    repository.mlspec("compile")
    checked.clear()
    repository.write("specs/risk/src/risk_tools/__init__.py", "def scale(depth):\n    return 2 * depth\n")
    repository.mlspec("compile")
    assert checked == ["specs/risk/mlproject.yaml"]


def test_without_the_cache_the_same_bytes_are_written(repository: Repository) -> None:
    repository.mlspec("compile")
    whole, said = repository.files(), repository.mlspec("compile").err
    for lost in ("cache", "cache/compiled", "cache/code", "cache/freshness.marshal"):
        path = repository.root / ".mlspec" / lost
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.rmtree(repository.root / "generated")
        answer = repository.mlspec("compile")
        assert (answer.status, answer.err, repository.files()) == (0, said, whole)


def test_a_damaged_cache_counts_as_nothing(repository: Repository) -> None:
    repository.mlspec("compile")
    whole, said = repository.files(), repository.mlspec("compile").err
    chance = random.Random(7)
    for _ in range(3):
        for file in repository.kept():
            content = bytearray(file.read_bytes())
            match chance.randrange(3):
                case 0:
                    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
                case 1:
                    del content[chance.randrange(len(content)) :]
                case _:
                    content += b"more"
            file.write_bytes(content)
        shutil.rmtree(repository.root / "generated")
        answer = repository.mlspec("compile")
        assert (answer.status, answer.err, repository.files()) == (0, said, whole)


def test_a_cache_from_elsewhere_counts_as_nothing(repository: Repository, tmp_path: Path, checked: list[str]) -> None:
    repository.mlspec("compile")
    elsewhere = Repository(tmp_path / "elsewhere")
    shutil.copytree(repository.root / ".mlspec", elsewhere.root / ".mlspec")
    checked.clear()
    elsewhere.mlspec("compile")
    assert len(checked) == 2


def test_two_specs_that_were_compiled_under_one_name_are_not_taken_together(repository: Repository) -> None:
    """Each was compiled while the other was not there."""
    folder, aside = repository.root / "specs/churn", repository.root / "aside"
    shutil.copytree(folder, repository.root / "specs/copy")
    folder.rename(aside)
    assert repository.mlspec("compile").status == 0
    (repository.root / "specs/copy").rename(repository.root / "copy")
    aside.rename(folder)
    assert repository.mlspec("compile").status == 0
    (repository.root / "copy").rename(repository.root / "specs/copy")
    answer = repository.mlspec("compile")
    assert answer.status == 1
    assert "error[same-output]" in answer.err


def test_a_hand_edit_is_told_each_time(repository: Repository) -> None:
    repository.mlspec("compile")
    stages = repository.root / "generated/risk/stages.py"
    stages.write_text(stages.read_text() + "# mine\n")
    said = [repository.mlspec("compile") for _ in range(3)]
    assert all("edited-file" in answer.err or "hand" in answer.err for answer in said)
    assert len({answer.err for answer in said}) == 1
    assert stages.read_text().endswith("# mine\n")


def test_force_and_check_look_for_themselves(repository: Repository, checked: list[str]) -> None:
    repository.mlspec("compile")
    for option in ("--force", "--check"):
        checked.clear()
        assert repository.mlspec("compile", option).status == 0
        assert len(checked) == 2


def test_where_plugins_take_part_nothing_is_kept(repository: Repository, checked: list[str]) -> None:
    """Their files are not known to the index, and may be edited in place."""
    repository.write("mlspec.toml", "[plugins]\nclick = '>=8'\n")
    assert repository.mlspec("compile").status == 0
    checked.clear()
    assert repository.mlspec("compile").status == 0
    assert len(checked) == 2


def test_a_cache_that_cannot_be_written_costs_time_alone(repository: Repository) -> None:
    (repository.root / ".mlspec").mkdir()
    (repository.root / ".mlspec/cache").write_text("in the way")
    assert repository.mlspec("compile").status == 0
    assert "2 specs are up to date" in repository.mlspec("compile").out
    assert os.path.isfile(repository.root / ".mlspec/cache")


def test_a_module_that_several_specs_share_is_parsed_once(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NAMES:
        spec = SPEC.format(name=name).replace("[src]", "[src, ../../shared]")
        repository.write(f"specs/{name}/mlproject.yaml", spec)
        (repository.root / f"specs/{name}/src/{name}_tools.py").unlink()
        repository.write(f"specs/{name}/src/{name}.py", CODE.format(name=name).replace(f"{name}_tools", "tools"))
    repository.write("shared/tools.py", "def scale(depth: int) -> int:\n    return depth  # all share this\n")
    parsed: list[bytes] = []
    parse = parsing.parse
    monkeypatch.setattr(parsing, "parse", lambda content: parsed.append(content) or parse(content))
    assert repository.mlspec("compile").status == 0
    assert sum(b"all share this" in content for content in parsed) == 1
    whole = repository.files()
    shutil.rmtree(repository.root / ".mlspec/cache/compiled")
    shutil.rmtree(repository.root / "generated")
    parsed.clear()
    repository.mlspec("compile")
    assert (parsed, repository.files()) == ([], whole)
    repository.write("shared/tools.py", "def scale(depth: int) -> int:\n    return depth + 1\n")
    repository.mlspec("compile")
    assert repository.files() != whole
