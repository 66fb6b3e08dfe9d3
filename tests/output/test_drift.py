"""What stands on disk against what a compile wants: whose text is it, and what happens to it."""

from typing import Any

import pytest

from mlspec.output.drift import plan_output
from mlspec.output.lock import Lock, lock_path, parse_lock, with_files

FOLDER = "generated/flight-delay"
RUN, STAGES, WORKFLOW = f"{FOLDER}/run.py", f"{FOLDER}/stages.py", ".github/workflows/flight-delay.yml"
TEXTS = {RUN: "run\n", STAGES: "stages\n", WORKFLOW: "on: push\n"}
CONFLICT = "<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> topic\n"


def test_a_first_compile_writes_everything_and_a_second_nothing(repository: Any) -> None:
    assert set(repository.compile(TEXTS).created) == {*TEXTS, lock_path(FOLDER)}
    before = {path: path.stat().st_mtime_ns for path in repository.root.rglob("*")}
    assert repository.is_clean(TEXTS)
    written = repository.compile(TEXTS)
    assert (written.created, written.updated, written.removed) == ((), (), ())
    assert {path: path.stat().st_mtime_ns for path in repository.root.rglob("*")} == before


def test_only_what_differs_is_written(repository: Any) -> None:
    repository.compile(TEXTS)
    before = (repository.root / STAGES).stat()
    assert set(repository.compile(TEXTS | {RUN: "run faster\n"}).updated) == {RUN, lock_path(FOLDER)}
    assert (repository.root / STAGES).stat() == before


def test_planning_writes_nothing(repository: Any) -> None:
    repository.plan(TEXTS)
    assert list(repository.root.iterdir()) == []


def test_the_lock_tells_the_files_and_what_they_came_from(repository: Any) -> None:
    repository.compile(TEXTS, lock=Lock("0.2.0", 7))
    lock = parse_lock(repository.read(lock_path(FOLDER)))
    assert isinstance(lock, Lock)
    assert (lock.mlspec, lock.language, [path for path, _ in lock.files]) == ("0.2.0", 7, sorted(TEXTS))


def test_another_version_changes_the_lock_alone(repository: Any) -> None:
    repository.compile(TEXTS)
    assert repository.compile(TEXTS, lock=Lock("0.2.0", 1)).updated == (lock_path(FOLDER),)


def test_a_file_that_is_gone_is_written_again(repository: Any) -> None:
    repository.compile(TEXTS)
    (repository.root / RUN).unlink()
    assert repository.state_of(TEXTS, RUN) == "NEW"
    assert repository.compile(TEXTS).created == (RUN,)
    assert repository.generated() == TEXTS


def test_a_hand_edit_stays_and_everything_else_is_written(repository: Any) -> None:
    repository.compile(TEXTS)
    repository.write(RUN, "mine\n")
    wanted = {RUN: "new run\n", STAGES: "new stages\n"}
    written = repository.compile(wanted)
    assert (written.edited, written.updated, written.removed) == ((RUN,), (STAGES, lock_path(FOLDER)), (WORKFLOW,))
    assert repository.generated() == {RUN: "mine\n", STAGES: "new stages\n"}
    assert not repository.is_clean(wanted)
    assert repository.compile(wanted).edited == (RUN,), "it is told every time"


def test_a_hand_edit_is_overwritten_by_force_and_kept(repository: Any) -> None:
    repository.compile(TEXTS)
    repository.write(RUN, "mine\n")
    ((path, kept),) = repository.compile(TEXTS, force=True).saved
    assert path == RUN
    assert repository.read(kept) == "mine\n"
    assert repository.generated() == TEXTS
    assert repository.is_clean(TEXTS)


def test_an_edit_that_is_taken_back_is_forgotten(repository: Any) -> None:
    """The lock keeps the digest that the file was last written with, so the text from before is known even then."""
    repository.compile(TEXTS)
    repository.write(RUN, "mine\n")
    wanted = TEXTS | {RUN: "new run\n"}
    assert repository.compile(wanted).edited == (RUN,)
    repository.write(RUN, TEXTS[RUN])
    assert repository.compile(wanted).edited == ()
    assert repository.generated() == wanted


def test_an_edit_that_is_just_what_is_wanted_is_no_edit(repository: Any) -> None:
    repository.compile(TEXTS)
    repository.write(RUN, "new run\n")
    wanted = TEXTS | {RUN: "new run\n"}
    assert repository.compile(wanted).updated == (lock_path(FOLDER),)
    assert repository.is_clean(wanted)


def test_a_file_that_no_lock_owns_stays(repository: Any) -> None:
    repository.write(RUN, "somebody's\n")
    assert repository.state_of(TEXTS, RUN) == "UNOWNED"
    for _ in range(2):
        assert repository.compile(TEXTS).unowned == (RUN,)
    assert repository.generated() == TEXTS | {RUN: "somebody's\n"}
    assert [path for path, _ in repository.compile(TEXTS, force=True).saved] == [RUN]
    assert repository.generated() == TEXTS


def test_a_file_that_no_lock_owns_is_not_removed_when_it_is_no_longer_wanted(repository: Any) -> None:
    repository.write(RUN, "somebody's\n")
    repository.compile(TEXTS)
    written = repository.compile({STAGES: "stages\n"})
    assert (written.removed, written.kept_orphans) == ((WORKFLOW,), ())
    assert repository.read(RUN) == "somebody's\n"


def test_a_file_that_is_what_is_wanted_is_taken_over(repository: Any) -> None:
    repository.write(RUN, TEXTS[RUN])
    assert repository.compile(TEXTS).unowned == ()
    repository.compile(TEXTS | {RUN: "new\n"})
    assert repository.read(RUN) == "new\n"


def test_an_orphan_is_removed_with_the_folders_that_it_leaves_empty(repository: Any) -> None:
    deep = f"{FOLDER}/kubernetes/production/service.yaml"
    repository.compile(TEXTS | {deep: "kind: Service\n"})
    assert repository.compile({RUN: "run\n"}).removed == (WORKFLOW, deep, STAGES)
    assert not (repository.root / FOLDER / "kubernetes").exists()
    assert (repository.root / ".github/workflows").is_dir(), "a folder that is not the project's own stays"


def test_an_edited_orphan_is_told_once_and_is_the_users_from_then_on(repository: Any) -> None:
    repository.compile(TEXTS)
    repository.write(WORKFLOW, "mine\n")
    wanted = {RUN: "run\n", STAGES: "stages\n"}
    assert not repository.is_clean(wanted)
    assert repository.compile(wanted).kept_orphans == (WORKFLOW,)
    assert repository.read(WORKFLOW) == "mine\n"
    assert repository.is_clean(wanted)
    assert repository.compile(TEXTS).unowned == (WORKFLOW,)


def test_an_edited_orphan_is_removed_by_force_and_kept(repository: Any) -> None:
    repository.compile(TEXTS)
    repository.write(WORKFLOW, "mine\n")
    written = repository.compile({RUN: "run\n", STAGES: "stages\n"}, force=True)
    assert written.removed == (WORKFLOW,)
    assert [repository.read(kept) for _, kept in written.saved] == ["mine\n"]


def test_an_orphan_that_is_gone_already_leaves_only_the_lock(repository: Any) -> None:
    repository.compile(TEXTS)
    (repository.root / WORKFLOW).unlink()
    written = repository.compile({RUN: "run\n", STAGES: "stages\n"})
    assert (written.removed, written.updated) == ((), (lock_path(FOLDER),))


def test_a_file_that_another_project_writes_now_is_no_orphan(repository: Any) -> None:
    repository.compile(TEXTS)
    drift = plan_output(str(repository.root), FOLDER, ((RUN, "run\n"),), Lock("0.1.0", 1), frozenset({WORKFLOW}))
    assert [orphan.path for orphan in drift.orphans] == [STAGES]


def test_a_project_that_is_gone_takes_its_files_and_its_lock_along(repository: Any) -> None:
    repository.compile(TEXTS)
    repository.write(f"{FOLDER}/notes.txt", "mine\n")
    repository.write(RUN, "mine\n")
    written = repository.compile({}, lock=None)
    assert set(written.removed) == {STAGES, WORKFLOW, lock_path(FOLDER)}
    assert written.kept_orphans == (RUN,)
    assert repository.texts() == {RUN: "mine\n", f"{FOLDER}/notes.txt": "mine\n"}
    assert repository.compile({}, lock=None).removed == ()


def test_a_project_that_is_gone_without_a_trace_takes_its_folder_along(repository: Any) -> None:
    repository.compile(TEXTS)
    repository.compile({}, lock=None)
    assert not (repository.root / FOLDER).exists()
    assert (repository.root / "generated").is_dir()


def test_shared_files_have_a_lock_of_their_own(repository: Any) -> None:
    repository.compile(TEXTS)
    shared = {"generated/mlproject.schema.json": "{}\n"}
    assert set(repository.compile(shared, folder="generated").created) == {*shared, "generated/mlspec.lock"}
    assert repository.is_clean(TEXTS)


def test_conflict_marks_in_a_file_are_regenerated_and_kept(repository: Any) -> None:
    repository.compile(TEXTS)
    repository.write(RUN, CONFLICT)
    assert repository.state_of(TEXTS, RUN) == "CONFLICTED"
    written = repository.compile(TEXTS)
    assert (written.edited, written.updated) == ((), (RUN,))
    assert [repository.read(kept) for _, kept in written.saved] == [CONFLICT]
    assert repository.generated() == TEXTS


def test_conflict_marks_in_a_file_that_no_lock_owns_are_left_alone(repository: Any) -> None:
    repository.write(RUN, CONFLICT)
    assert repository.compile(TEXTS).unowned == (RUN,)
    assert repository.read(RUN) == CONFLICT


def conflicted_lock(repository: Any, *locks: dict[str, str]) -> str:
    sides = []
    for texts in locks:
        repository.compile(texts, force=True)
        sides.append(repository.read(lock_path(FOLDER)))
    return f"<<<<<<< HEAD\n{sides[0]}=======\n{sides[1]}>>>>>>> topic\n"


def test_conflict_marks_in_the_lock_make_no_file_a_hand_edit(repository: Any) -> None:
    """After a merge a file is of one side, of the other, merged by git from both, or in conflict itself."""
    merged, conflict, unowned = (f"{FOLDER}/{name}.py" for name in ("merged", "conflict", "unowned"))
    ours = {RUN: "our run\n", STAGES: "our stages\n", merged: "our 1\n2\n", conflict: "ours\n"}
    theirs = {RUN: "their run\n", STAGES: "their stages\n", merged: "1\ntheir 2\n", conflict: "theirs\n"}
    lock = conflicted_lock(repository, ours, theirs)
    repository.write(lock_path(FOLDER), lock)
    for path, text in {
        RUN: "our run\n",
        STAGES: "their stages\n",
        merged: "our 1\ntheir 2\n",
        conflict: CONFLICT,
    }.items():
        repository.write(path, text)
    repository.write(unowned, "somebody's\n")
    wanted = {path: f"new {path}\n" for path in (*ours, unowned)}
    written = repository.compile(wanted)
    assert (written.edited, written.unowned) == ((), (unowned,))
    assert {path for path, _ in written.saved} == {merged, conflict}, "known texts need no keeping"
    assert repository.generated() == wanted | {unowned: "somebody's\n"}
    assert repository.compile(wanted).updated == ()


def test_orphans_of_a_conflicted_lock_are_removed_where_one_side_knows_them(repository: Any) -> None:
    lock = conflicted_lock(repository, TEXTS, {RUN: "run\n", STAGES: "their stages\n"})
    repository.write(lock_path(FOLDER), lock)
    repository.write(WORKFLOW, TEXTS[WORKFLOW])
    repository.write(STAGES, "merged\n")
    written = repository.compile({RUN: "run\n"})
    assert (written.removed, written.kept_orphans) == ((WORKFLOW,), (STAGES,))


@pytest.mark.parametrize("damage", ["", "\0\0\0", "{", '{"files": 3}'])
def test_a_damaged_lock_is_regenerated(repository: Any, damage: str) -> None:
    repository.compile(TEXTS)
    repository.write(lock_path(FOLDER), damage)
    repository.write(RUN, "unknown\n")
    wanted = TEXTS | {STAGES: "new\n"}
    written = repository.compile(wanted)
    assert (written.edited, written.unowned) == ((), ())
    assert {path for path, _ in written.saved} == {RUN, STAGES}
    assert repository.generated() == wanted
    assert repository.is_clean(wanted)


def test_a_lock_that_is_not_text_is_regenerated(repository: Any) -> None:
    repository.compile(TEXTS)
    (repository.root / lock_path(FOLDER)).write_bytes(b"\xff\xfe{}")
    assert repository.compile(TEXTS).updated == (lock_path(FOLDER),)


def test_a_lock_that_says_the_same_in_other_words_is_regenerated(repository: Any) -> None:
    repository.compile(TEXTS)
    text = repository.read(lock_path(FOLDER))
    repository.write(lock_path(FOLDER), text.replace("  ", "\t"))
    assert not repository.is_clean(TEXTS)
    assert repository.compile(TEXTS).updated == (lock_path(FOLDER),)
    assert repository.read(lock_path(FOLDER)) == text


def test_a_lock_cannot_have_files_elsewhere_removed(repository: Any) -> None:
    outside = repository.root.parent / "outside.txt"
    outside.write_text("precious\n")
    repository.compile(TEXTS)
    drift = repository.plan(TEXTS)
    files = (("../outside.txt", drift.digests[0][1]),)
    repository.write(lock_path(FOLDER), with_files(drift.lock_text, files))
    repository.compile(TEXTS, force=True)
    assert outside.read_text() == "precious\n"


def test_what_a_power_cut_left_empty_is_written_again(repository: Any) -> None:
    repository.compile(TEXTS)
    repository.write(RUN, "")
    written = repository.compile(TEXTS)
    assert (written.updated, written.saved) == ((RUN,), ())


def test_bytes_that_are_no_text_are_a_hand_edit(repository: Any) -> None:
    repository.compile(TEXTS)
    (repository.root / RUN).write_bytes(b"\xff\xfe")
    assert repository.compile(TEXTS).edited == (RUN,)


def test_changed_line_ends_are_a_hand_edit(repository: Any) -> None:
    repository.compile(TEXTS)
    (repository.root / RUN).write_bytes(b"run\r\n")
    assert repository.compile(TEXTS).edited == (RUN,)


def test_two_artifacts_of_one_path_are_a_bug(repository: Any) -> None:
    with pytest.raises(ValueError, match="one path"):
        plan_output(str(repository.root), FOLDER, ((RUN, "1"), (RUN, "2")), Lock("0.1.0", 1))


def test_a_damaged_journal_is_as_good_as_none(repository: Any) -> None:
    repository.compile(TEXTS)
    for damage in ("", "{", "[1]", '[["a"]]', '{"a": 1}', "[" * 100_000):
        repository.write(f".mlspec/journal/{FOLDER}.json", damage)
        repository.write(RUN, "mine\n")
        assert repository.compile(TEXTS).edited == (RUN,)
        assert repository.state() == []


def test_a_journal_cannot_have_files_elsewhere_removed(repository: Any) -> None:
    leftover = repository.root.parent / ".x.mlspec-new"
    leftover.write_text("precious\n")
    repository.write(f".mlspec/journal/{FOLDER}.json", '[["../x", "1"], ["/x", "1"]]')
    repository.compile(TEXTS)
    assert leftover.exists()
