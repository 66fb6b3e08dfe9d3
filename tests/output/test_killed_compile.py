"""A compile that is killed at any moment leaves each file old or new, and the next one finishes the work."""

from typing import Any

import pytest

pytestmark = pytest.mark.slow  # a process dies at every one of its calls, and another one finishes the work

FOLDER = "generated/flight-delay"
OLD = {
    f"{FOLDER}/stages.py": "old stages\n",
    f"{FOLDER}/run.py": "same\n",
    f"{FOLDER}/flows/gone.py": "to be removed\n",
    f"{FOLDER}/edited.py": "old, edited later\n",
    ".github/workflows/flight-delay.yml": "old workflow\n",
}
NEW = {
    f"{FOLDER}/stages.py": "new stages\n" * 100,
    f"{FOLDER}/run.py": "same\n",
    f"{FOLDER}/service/service.py": "a new file in a new folder\n",
    f"{FOLDER}/edited.py": "new, edited before\n",
    ".github/workflows/flight-delay.yml": "new workflow\n",
}
OTHER = {f"{FOLDER}/stages.py": "yet another\n", f"{FOLDER}/edited.py": "third\n"}
EDIT = "edited by hand\n"
MOMENTS = 200


def moments_of(repository: Any, texts: dict[str, str], after: bool, prepare: Any) -> Any:
    """Kill at the first moment, the second, ... until a compile ends before it is killed."""
    for moment in range(1, MOMENTS):
        prepare()
        died = repository.killed(texts, moment, after)
        yield moment
        if not died:
            assert moment > 30, "too few calls were seen for this to be a whole compile"
            return
    pytest.fail("no compile ended")


@pytest.mark.parametrize("after", [False, True])
def test_a_first_compile(repository: Any, after: bool) -> None:
    def empty() -> None:
        repository.compile({}, force=True, lock=None)
        assert repository.texts() == {}

    for _ in moments_of(repository, NEW, after, empty):
        assert_not_torn(repository, {})
        written = repository.compile(NEW)
        assert (written.edited, written.unowned, written.saved) == ((), (), ())
        assert_finished(repository, NEW)


@pytest.mark.parametrize("after", [False, True])
def test_a_compile_over_an_older_one(repository: Any, after: bool) -> None:
    def start() -> None:
        repository.compile(OLD, force=True)
        repository.write(f"{FOLDER}/edited.py", EDIT)

    for _ in moments_of(repository, NEW, after, start):
        assert_not_torn(repository, OLD)
        written = repository.compile(NEW)
        assert written.edited == (f"{FOLDER}/edited.py",)
        assert (written.unowned, written.saved, written.kept_orphans) == ((), (), ())
        assert_finished(repository, NEW, {f"{FOLDER}/edited.py": EDIT})


@pytest.mark.parametrize("after", [False, True])
def test_the_spec_changes_again_before_the_work_is_finished(repository: Any, after: bool) -> None:
    """What the killed compile wrote is known, so that even what is no longer wanted goes away without force."""
    for moment in moments_of(repository, NEW, after, lambda: repository.compile(OLD, force=True)):
        if moment % 2:
            repository.killed(OLD | {f"{FOLDER}/run.py": "killed twice\n"}, moment // 2 + 1, after)
        repository.write(f"{FOLDER}/edited.py", EDIT)
        written = repository.compile(OTHER)
        assert written.edited == (f"{FOLDER}/edited.py",)
        assert (written.unowned, written.saved, written.kept_orphans) == ((), (), ())
        assert_finished(repository, OTHER, {f"{FOLDER}/edited.py": EDIT})


@pytest.mark.parametrize("after", [False, True])
def test_a_compile_by_force_keeps_the_hand_edit_somewhere(repository: Any, after: bool) -> None:
    def start() -> None:
        repository.compile(OLD, force=True)
        repository.write(f"{FOLDER}/edited.py", EDIT)

    for moment in range(1, MOMENTS):
        start()
        died = repository.killed(NEW, moment, after, force=True)
        if repository.read(f"{FOLDER}/edited.py") != EDIT:
            kept = list((repository.root / ".mlspec/overwritten" / FOLDER).glob("edited.py~*"))
            assert [path.read_text() for path in kept] == [EDIT]
        repository.compile(NEW, force=True)
        assert_finished(repository, NEW)
        if not died:
            return
    pytest.fail("no compile ended")


def assert_not_torn(repository: Any, before: dict[str, str]) -> None:
    for path, text in repository.generated().items():
        if not path.endswith(".mlspec-new"):
            assert text in (before.get(path), NEW.get(path), EDIT), path


def assert_finished(repository: Any, wanted: dict[str, str], edits: dict[str, str] | None = None) -> None:
    assert repository.generated() == wanted | (edits or {})
    assert repository.state() == []
    again = repository.compile(wanted)
    assert (again.created, again.updated, again.removed) == ((), (), ())
