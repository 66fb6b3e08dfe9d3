"""The base of a plan: which commit it is, and what is told where there is none."""

from pathlib import Path

import pytest
from planning import Checkout

PATH = "specs/churn/mlproject.yaml"
CODE = "specs/churn/src/churn"


def test_the_base_is_where_the_work_left_the_default_branch(checkout: Checkout) -> None:
    checkout.git("checkout", "-q", "-b", "work")
    checkout.edit(PATH, "depth: 3", "depth: 4")
    checkout.commit()
    checkout.git("checkout", "-q", "main")
    checkout.edit(PATH, "accuracy >= 0.5", "accuracy >= 0.6")
    checkout.commit()
    checkout.git("checkout", "-q", "work")
    plan = checkout.plan()
    assert plan["base"]["found"] == "the merge base with main"
    assert next(part["name"] for part in plan["models"][0]["parts"] if part["causes"]) == "train"
    against_main = {part["name"] for part in checkout.plan("--base", "main")["models"][0]["parts"] if part["causes"]}
    assert "check_gates" in against_main


@pytest.mark.parametrize("ref", ["HEAD", "main", "HEAD~0", "v1"])
def test_a_base_can_be_named(checkout: Checkout, ref: str) -> None:
    checkout.git("tag", "v1")
    assert checkout.plan("--base", ref)["base"] == {
        "ref": ref,
        "commit": checkout.git("rev-parse", "HEAD").strip(),
        "found": ref,
    }


@pytest.mark.parametrize("ref", ["none", "-x", "--all", "HEAD^{tree}", "HEAD:mlspec.toml", "a\nb", ""])
def test_a_base_that_is_no_commit_is_told(checkout: Checkout, ref: str) -> None:
    answer = checkout.mlspec("plan", f"--base={ref}")
    if ref == "":
        assert answer.status == 0
    else:
        assert answer.status == 1
        assert "error[no-base]" in answer.err
    assert "this is a bug" not in answer.err


def test_without_git_nothing_is_planned(checkout: Checkout) -> None:
    checkout.remove(".git")
    answer = checkout.mlspec("plan")
    assert (answer.status, answer.out) == (1, "")
    assert "is no working tree of git" in answer.err


def test_without_the_program_git_nothing_is_planned(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    answer = checkout.mlspec("plan")
    assert (answer.status, answer.out) == (1, "")
    assert "git cannot be started" in answer.err


def test_before_the_first_commit_nothing_is_planned(checkout: Checkout) -> None:
    checkout.remove(".git")
    checkout.git("init", "-q", "-b", "main")
    answer = checkout.mlspec("plan")
    assert (answer.status, answer.out) == (1, "")
    assert "there is no commit yet" in answer.err


def test_a_shallow_clone_without_the_base_is_told(checkout: Checkout, tmp_path: Path) -> None:
    checkout.git("checkout", "-q", "-b", "work")
    checkout.edit(PATH, "depth: 3", "depth: 4")
    checkout.commit()
    checkout.git("checkout", "-q", "main")
    depth = ("--depth", "1", "--no-single-branch", "--branch", "work")
    checkout.git("clone", "-q", *depth, f"file://{checkout.root}", str(tmp_path / "clone"))
    clone = Clone(tmp_path / "clone")
    answer = clone.mlspec("plan")
    assert (answer.status, answer.out) == (1, "")
    assert "this clone is shallow" in answer.err
    assert "fetch-depth: 0" in answer.err
    named = clone.mlspec("plan", "--base", "HEAD~1")
    assert "fetch-depth: 0" in named.err
    clone.git("fetch", "-q", "--unshallow")
    assert clone.actions()["train"] == "run"


class Clone(Checkout):
    """A repository that is there already."""

    def __init__(self, root: Path) -> None:
        self.root = root


def test_the_default_branch_of_a_remote_goes_before(checkout: Checkout, tmp_path: Path) -> None:
    checkout.git("branch", "-m", "main", "trunk")
    checkout.git("clone", "-q", str(checkout.root), str(tmp_path / "clone"))
    clone = Clone(tmp_path / "clone")
    clone.git("checkout", "-q", "-b", "work")
    clone.edit(PATH, "depth: 3", "depth: 4")
    assert clone.plan()["base"]["found"] == "the merge base with origin/trunk"


def test_a_renamed_default_branch_is_told(checkout: Checkout, tmp_path: Path) -> None:
    checkout.git("branch", "-m", "main", "master")
    checkout.git("clone", "-q", str(checkout.root), str(tmp_path / "clone"))
    clone = Clone(tmp_path / "clone")
    checkout.git("branch", "-m", "master", "main")
    clone.git("fetch", "-q", "--prune")
    answer = clone.mlspec("plan", "--format", "json")
    assert answer.status == 0
    assert "warning[renamed-default-branch]" in answer.err
    assert "the merge base with origin/main" in answer.out


def test_a_default_branch_that_nobody_knows_is_told(checkout: Checkout) -> None:
    checkout.git("branch", "-m", "main", "trunk")
    answer = checkout.mlspec("plan")
    assert (answer.status, answer.out) == (1, "")
    assert "the default branch is not known" in answer.err


def test_branches_without_a_common_commit_are_told(checkout: Checkout) -> None:
    checkout.git("checkout", "-q", "--orphan", "other")
    checkout.edit(PATH, "depth: 3", "depth: 4")
    checkout.commit()
    answer = checkout.mlspec("plan")
    assert (answer.status, answer.out) == (1, "")
    assert "no commit in common" in answer.err


BROKEN = {
    "its YAML": ("train:\n", "train: [\n", PATH, "missing-comma"),
    "a field": ("rate: 0.1", "rate: 0.1, more: 1", PATH, "unused-param"),
    "an older language": ("mlspec: 1", "mlspec: 0", PATH, "unknown-value"),
    "its code": ("def train(", "def train((", f"{CODE}/model.py", "unreadable-module"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_base_with_errors_gives_them_and_no_plan(checkout: Checkout, name: str) -> None:
    good, bad, path, rule = BROKEN[name]
    text = checkout.read(path)
    checkout.write(path, text.replace(good, bad, 1))
    checkout.commit()
    checkout.write(path, text)
    answer = checkout.mlspec("plan")
    commit = checkout.git("rev-parse", "--short=7", "HEAD").strip()
    assert (answer.status, answer.out) == (1, "")
    assert "error[broken-base]" in answer.err
    assert f"error[{rule}]" in answer.err
    assert f"--> {commit}:{path}:" in answer.err


@pytest.mark.parametrize("name", BROKEN)
def test_a_head_with_errors_gives_them_and_no_plan(checkout: Checkout, name: str) -> None:
    good, bad, path, rule = BROKEN[name]
    checkout.write(path, checkout.read(path).replace(good, bad, 1))
    answer = checkout.mlspec("plan")
    assert (answer.status, answer.out) == (1, "")
    assert f"error[{rule}]" in answer.err
    assert f"--> {path}:" in answer.err
    assert "broken-base" not in answer.err


def test_code_that_does_not_parse_beside_the_functions_is_told(checkout: Checkout) -> None:
    checkout.write(f"{CODE}/features.py", "def (")
    answer = checkout.mlspec("plan")
    assert "warning[broken-import]" in answer.err
    assert "note: `specs/churn/src/churn/features.py` cannot be read as Python" in answer.out


def test_settings_that_do_not_read_on_the_base_are_told(checkout: Checkout) -> None:
    checkout.write("mlspec.toml", "specs = 3\n")
    checkout.commit()
    checkout.write("mlspec.toml", "")
    answer = checkout.mlspec("plan")
    assert (answer.status, answer.out) == (1, "")
    assert "error[bad-settings]" in answer.err


def test_what_is_not_committed_is_said(checkout: Checkout) -> None:
    checkout.edit(PATH, "depth: 3", "depth: 4")
    checkout.write("specs/churn/notes.md", "new")
    assert "the working tree is planned, with 2 files not committed" in checkout.mlspec("plan").out
    checkout.commit()
    assert "not committed" not in checkout.mlspec("plan", "--base", "HEAD~1").out


def test_a_model_in_a_submodule_is_told(checkout: Checkout, tmp_path: Path) -> None:
    other = Checkout(
        tmp_path / "other", {"churn/__init__.py": "", "churn/features.py": "def encode(v):\n    return 1\n"}
    )
    checkout.remove(CODE + "/features.py")
    checkout.edit(f"{CODE}/model.py", "from churn.features", "from lib.churn.features")
    checkout.edit(f"{CODE}/service.py", "from churn.features", "from lib.churn.features")
    allow = ("-c", "protocol.file.allow=always")
    checkout.git(*allow, "submodule", "--quiet", "add", str(other.root), "specs/churn/src/lib")
    checkout.commit()
    answer = checkout.mlspec("plan")
    assert (answer.status, answer.out) == (1, "")
    assert "error[unseen-submodule]: `specs/churn/src/lib` is a submodule" in answer.err


def test_a_submodule_that_no_model_needs_is_no_matter(checkout: Checkout, tmp_path: Path) -> None:
    other = Checkout(tmp_path / "other", {"README.md": "other"})
    allow = ("-c", "protocol.file.allow=always")
    checkout.git(*allow, "submodule", "--quiet", "add", str(other.root), "vendor/other")
    checkout.commit()
    checkout.edit(PATH, "depth: 3", "depth: 4")
    assert checkout.actions()["train"] == "run"
