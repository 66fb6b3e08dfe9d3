"""`mlspec compile` as its users meet it: what is written, kept, removed and told."""

import os
import subprocess
import sys

import pytest
from repository import SPEC, Repository

from mlspec.cli.commands import group


def test_compiling_twice_writes_once(repository: Repository) -> None:
    first = repository.mlspec("compile")
    assert first.status == 0, first
    before = repository.files()
    assert "generated/churn/stages.py" in before
    again = repository.mlspec("compile")
    assert "up to date" in again.out
    assert repository.files() == before


def test_check_is_clean_after_a_compile_and_tells_what_is_not(repository: Repository) -> None:
    assert repository.mlspec("compile", "--check").status == 1
    repository.mlspec("compile")
    assert repository.mlspec("compile", "--check").status == 0
    repository.write("specs/churn/mlproject.yaml", SPEC.replace("depth: 3", "depth: 4"))
    behind = repository.mlspec("compile", "--check")
    assert behind.status == 1
    assert '+TRAIN_PARAMS: dict[str, Any] = {"depth": 4}' in behind.out
    assert "run `mlspec compile`" in behind.out
    assert '"depth": 3' in repository.read("generated/churn/stages.py")


def test_a_comment_in_user_code_leaves_check_clean(repository: Repository) -> None:
    repository.mlspec("compile")
    code = repository.read("specs/churn/src/churn.py")
    repository.write(
        "specs/churn/src/churn.py", "# a comment\n" + code.replace("return depth", "return (depth)  # as asked")
    )
    assert repository.mlspec("compile", "--check").status == 0
    repository.write("specs/churn/src/churn.py", code.replace("return depth", "return depth + 1"))
    assert repository.mlspec("compile", "--check").status == 1


def test_a_hand_edit_is_kept_until_it_is_forced(repository: Repository) -> None:
    repository.mlspec("compile")
    edited = repository.read("generated/churn/stages.py") + "# by hand\n"
    repository.write("generated/churn/stages.py", edited)
    repository.write("specs/churn/mlproject.yaml", SPEC.replace("depth: 3", "depth: 4"))
    refused = repository.mlspec("compile")
    assert refused.status == 1
    assert "error[hand-edited-file]" in refused.err
    assert repository.read("generated/churn/stages.py") == edited
    assert repository.mlspec("compile", "--force").status == 0
    assert "# by hand" not in repository.read("generated/churn/stages.py")


def test_files_of_a_removed_spec_go_and_edited_ones_stay(repository: Repository) -> None:
    repository.mlspec("compile")
    repository.write("generated/churn/run.py", repository.read("generated/churn/run.py") + "# mine\n")
    (repository.root / "specs/churn/mlproject.yaml").unlink()
    answer = repository.mlspec("compile")
    assert "warning[edited-orphan]" in answer.err
    assert [path for path in repository.files() if path.startswith("generated/churn")] == ["generated/churn/run.py"]


def test_two_specs_of_one_name_are_refused(repository: Repository) -> None:
    repository.write("specs/other/mlproject.yaml", SPEC)
    repository.write("specs/other/src/churn.py", repository.read("specs/churn/src/churn.py"))
    repository.write("specs/other/requirements.txt", "")
    answer = repository.mlspec("compile")
    assert answer.status == 1
    assert "error[same-output]" in answer.err


def test_a_file_that_looks_like_a_spec_is_told(repository: Repository) -> None:
    repository.write("specs/lost/mlproject.yml", SPEC)
    answer = repository.mlspec("validate")
    assert answer.status == 0
    assert "warning[unread-spec]" in answer.err


def test_specs_beside_the_patterns_are_told_and_none_is_no_success(repository: Repository) -> None:
    repository.write("mlspec.toml", 'specs = ["models/*/mlproject.yaml"]\n')
    answer = repository.mlspec("validate")
    assert "`specs/churn/mlproject.yaml` looks like a spec and is not read" in answer.err
    assert answer.out.startswith("no spec was found: `models/*/mlproject.yaml` fits no file below")
    repository.write("mlspec.toml", "")
    repository.write("teams/churn/mlproject.yaml", SPEC)
    (repository.root / "specs/churn/mlproject.yaml").unlink()
    assert "`teams/churn/mlproject.yaml` looks like a spec" in repository.mlspec("validate").err


def test_what_no_back_end_compiles_yet_is_said_in_one_line(repository: Repository) -> None:
    repository.write("specs/churn/mlproject.yaml", SPEC + "retrain: {schedule: '0 3 * * *'}\n")
    lines = [line for line in repository.mlspec("compile").out.splitlines() if "not compiled yet" in line]
    assert lines == ["churn: not compiled yet: retrain"]


def test_what_is_not_compiled_yet_is_told_in_the_order_of_the_lifecycle(repository: Repository) -> None:
    sections = (
        "jobs: {collect: {run: churn:load, params: {rows: 1}, schedule: '7 * * * *'}}\n"
        "ci: {github_actions: {}}\n"
        "score: {run: churn:load, params: {rows: 1}, schedule: '0 5 * * *'}\n"
    )
    repository.write("specs/churn/mlproject.yaml", SPEC + sections)
    answer = repository.mlspec("compile")
    lines = [line for line in answer.out.splitlines() if "not compiled yet" in line]
    told = "score, jobs, ci.github_actions"
    assert lines == [f"churn: not compiled yet: {told}"], answer.err


def test_an_unknown_name_is_told_with_the_nearest(repository: Repository) -> None:
    answer = repository.mlspec("compile", "chrun")
    assert answer.status == 1
    assert "did you mean `churn`?" in answer.err


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_formats_for_machines(repository: Repository, form: str) -> None:
    repository.write(
        "specs/churn/mlproject.yaml", SPEC.replace("retries", "retrys").replace("depth: 3}", "depth: 3}\n  retrys: 1")
    )
    answer = repository.mlspec("validate", "--format", form)
    assert answer.status == 1
    assert "unknown-field" in answer.out
    if form != "github":
        import json

        json.loads(answer.out)


@pytest.mark.parametrize("command", group.list_commands(None))
def test_help_has_an_example(repository: Repository, command: str) -> None:
    answer = repository.mlspec(command, "-h")
    assert answer.status == 0
    assert "Example:" in answer.out


def test_a_misspelt_command_names_the_nearest(repository: Repository) -> None:
    answer = repository.mlspec("complie")
    assert answer.status == 64
    assert "Did you mean `compile`?" in answer.err


@pytest.mark.parametrize("form", ["ast", "graph", "facets", "fingerprints", "offers"])
def test_every_intermediate_form_can_be_seen(repository: Repository, form: str) -> None:
    import json

    answer = repository.mlspec("show", f"--{form}", "churn")
    assert answer.status == 0, answer.err
    assert json.loads(answer.out)


def test_check_says_what_replaces_a_hand_edit(repository: Repository) -> None:
    repository.mlspec("compile")
    stages = "generated/churn/stages.py"
    repository.write(stages, repository.read(stages) + "# mine\n")
    answer = repository.mlspec("compile", "--check")
    assert answer.status == 1
    assert f"it keeps {stages}: what was edited there is replaced by `mlspec compile --force` only" in answer.out


def test_one_spec_is_counted_as_one(repository: Repository) -> None:
    assert repository.mlspec("validate").out == "1 spec is valid\n"
    assert "1 spec compiled, 8 files changed" in repository.mlspec("compile").out
    repository.write("generated/churn/run.py", "")
    assert "1 spec compiled, 1 file changed" in repository.mlspec("compile", "--force").out


def test_a_second_spec_of_a_name_is_refused_beside_an_unchanged_one(repository: Repository) -> None:
    repository.mlspec("compile")
    repository.mlspec("compile")
    repository.write("specs/other/mlproject.yaml", SPEC)
    repository.write("specs/other/src/churn.py", repository.read("specs/churn/src/churn.py"))
    repository.write("specs/other/requirements.txt", "")
    assert "error[same-output]" in repository.mlspec("compile").err


OTHER_CODE = """\
def load(rows):
    return list(range(rows + 1))


def train(training, depth):
    return depth


def evaluate(model, training):
    return {"accuracy": 1.0}
"""


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("specs/churn/mlproject.yaml", SPEC.replace("depth: 3", "depth: 5")),
        ("specs/churn/src/churn.py", OTHER_CODE),
        ("specs/churn/requirements.txt", "numpy==2.0\n"),
    ],
)
def test_a_change_is_seen_after_an_unchanged_compile(repository: Repository, path: str, text: str) -> None:
    repository.mlspec("compile")
    assert "up to date" in repository.mlspec("compile").out
    before = repository.read("generated/churn/fingerprints.json")
    repository.write(path, text)
    assert repository.mlspec("compile").status == 0
    assert repository.read("generated/churn/fingerprints.json") != before


def test_a_deleted_or_damaged_file_is_written_again_though_nothing_else_has_changed(repository: Repository) -> None:
    repository.mlspec("compile")
    repository.mlspec("compile")
    (repository.root / "generated/churn/stages.py").unlink()
    repository.mlspec("compile")
    assert (repository.root / "generated/churn/stages.py").is_file()
    repository.write(".mlspec/cache/freshness.marshal", "not JSON")
    assert repository.mlspec("compile").status == 0


def test_python_never_runs_the_bytecode_of_an_earlier_compile(repository: Repository) -> None:
    """Python tells bytecode from source by the source's size and whole seconds; a gate can change within one."""
    seen = []
    for bound in ("0.5", "0.7", "0.9", "0.6"):
        repository.write("specs/churn/mlproject.yaml", SPEC.replace("accuracy >= 0.5", f"accuracy >= {bound}"))
        assert repository.mlspec("compile").status == 0
        script = "import gates; print(gates.GATES[0].text)"
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        folder = repository.root / "generated/churn"
        command = [sys.executable, "-c", script]
        run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
        seen.append(run.stdout.strip())
    assert seen == ["accuracy >= 0.5", "accuracy >= 0.7", "accuracy >= 0.9", "accuracy >= 0.6"]
