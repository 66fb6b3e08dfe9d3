"""Whatever stands where a spec should be: an error at its place, no traceback, nothing written."""

from pathlib import Path

import pytest
from repository import SPEC, Repository

TEXTS: dict[str, tuple[str | bytes, str]] = {
    "not UTF-8": (b"mlspec: 1\nname: ch\xfcrn\n", "not-utf-8"),
    "tabs": ("mlspec: 1\nname: churn\ntrain:\n\trun: churn:train\n", "tab-indentation"),
    "an unclosed bracket": ("mlspec: 1\nname: churn\ntrain: {run: churn:train\n", "unclosed-bracket"),
    "10 MB of nested lists": ("x: " + "[" * (10 << 20), "too-large"),
    "deeply nested lists": ("mlspec: 1\nname: churn\nx-deep: " + "[" * 5000 + "]" * 5000 + "\n", "too-deep"),
    "an alias bomb": (
        "mlspec: 1\nname: churn\nx-a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"x-a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)),
        "too-many-nodes",
    ),
    "a tag that names code": (
        "mlspec: 1\nname: churn\ntrain: !!python/object/apply:os.system [id]\n",
        "unsupported-yaml",
    ),
    "an empty file": ("", "empty-document"),
    "a list at the top": ("- mlspec\n- 1\n", "not-a-mapping"),
    "two documents": (SPEC + "---\n" + SPEC, "unsupported-yaml"),
    "a key twice": (SPEC + "name: other\n", "duplicate-key"),
    "a name with a slash": (SPEC.replace("name: churn", "name: a/b"), "bad-name"),
    "a name with dots": (SPEC.replace("name: churn", "name: .."), "bad-name"),
    "a name with spaces": (SPEC.replace("name: churn", "name: a b"), "bad-name"),
    "a name with a newline": (SPEC.replace("name: churn", 'name: "a\\nb"'), "bad-name"),
    "a name of 300 characters": (SPEC.replace("name: churn", f"name: {'a' * 300}"), "bad-name"),
    "a NUL": (SPEC.replace("depth: 3", 'depth: "\\0"'), "control-character"),
    "a lone surrogate": (SPEC.replace("depth: 3", 'depth: "\\ud800"'), "control-character"),
    "a merge conflict": (
        SPEC.replace("train:", "<<<<<<< ours\ntrain:\n=======\ntrain:\n>>>>>>> theirs"),
        "merge-conflict",
    ),
}


@pytest.mark.parametrize("case", TEXTS)
def test_a_bad_text_is_told_at_its_place(repository: Repository, case: str) -> None:
    text, rule = TEXTS[case]
    repository.write("specs/churn/mlproject.yaml", text)
    answer = repository.mlspec("compile")
    assert answer.status == 1, answer
    assert f"[{rule}]" in answer.err
    assert "--> specs/churn/mlproject.yaml:" in answer.err
    assert "Traceback" not in answer.err
    assert not (repository.root / "generated").exists()


def test_a_spec_that_is_a_folder(repository: Repository) -> None:
    file = repository.root / "specs/churn/mlproject.yaml"
    file.unlink()
    file.mkdir()
    _is_unreadable(repository, "a folder")


def test_a_link_that_leads_nowhere(repository: Repository) -> None:
    file = repository.root / "specs/churn/mlproject.yaml"
    file.unlink()
    file.symlink_to("nowhere.yaml")
    _is_unreadable(repository, "a link that leads nowhere")


def test_a_link_out_of_the_repository(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "mlproject.yaml"
    outside.write_text(SPEC)
    file = repository.root / "specs/churn/mlproject.yaml"
    file.unlink()
    file.symlink_to(outside)
    _is_unreadable(repository, "a link out of the repository")


def test_a_spec_that_may_not_be_read(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    from mlspec.source.tree import UnreadableError, WorkingTree

    def refuse(self: WorkingTree, path: str) -> bytes:
        raise UnreadableError("permission denied")

    monkeypatch.setattr(WorkingTree, "read", refuse)
    answer = repository.mlspec("validate", "specs/churn/mlproject.yaml")
    assert answer.status == 1
    assert "permission denied" in answer.err


def test_three_faults_in_three_sections_are_told_in_one_run(repository: Repository) -> None:
    spec = SPEC.replace("depth: 3}", "depth: 3}\n  retrys: 2").replace("churn:evaluate", "churn:evaluat")
    repository.write("specs/churn/mlproject.yaml", spec + "monitor:\n  schedule: [1, 2\n")
    answer = repository.mlspec("validate")
    assert answer.status == 1
    for rule in ("unclosed-bracket", "unknown-field", "unknown-function"):
        assert answer.err.count(f"error[{rule}]") == 1, answer.err
    assert "did you mean `retries`?" in answer.err


USER_CODE: dict[str, str] = {
    "a syntax error": "def load(:\n",
    "a NUL": "x = 1\0\n",
    "deep nesting": "x = " + "(" * 2000 + ")" * 2000 + "\n",
    "a cycle of imports": "import churn\nfrom churn import *\n",
}


@pytest.mark.parametrize("case", USER_CODE)
def test_broken_user_code_is_a_diagnostic(repository: Repository, case: str) -> None:
    repository.write("specs/churn/src/churn.py", USER_CODE[case])
    answer = repository.mlspec("compile")
    assert answer.status == 1
    assert "Traceback" not in answer.err
    assert "error[" in answer.err
    assert not (repository.root / "generated").exists()


def test_ten_thousand_files_of_user_code_are_not_read(repository: Repository) -> None:
    folder = repository.root / "specs/churn/src/unused"
    folder.mkdir()
    for number in range(10_000):
        (folder / f"module_{number}.py").write_text("def broken(:\n")
    assert repository.mlspec("compile").status == 0


def _is_unreadable(repository: Repository, said: str) -> None:
    answer = repository.mlspec("compile")
    assert answer.status == 1
    assert "error[unreadable-spec]" in answer.err
    assert said in answer.err
    assert not (repository.root / "generated").exists()


def test_nothing_is_read_outside_of_the_repository(repository: Repository, tmp_path: Path) -> None:
    repository.write("specs/churn/mlproject.yaml", SPEC.replace("source: [src]", "source: [../../..]"))
    answer = repository.mlspec("compile")
    assert answer.status == 1
    assert "error[" in answer.err
