"""A disk that is full or read-only, and things in the way: one clear fault, every file old or new, no leftovers."""

import errno
import os
import stat
from collections.abc import Callable
from typing import Any

import pytest

from mlspec.diagnostics.text_renderer import render
from mlspec.output.fault import RULES, OutputFault, diagnose_fault, diagnose_refusals
from mlspec.output.lock import lock_path
from mlspec.vocabulary.severity import Severity

FOLDER = "generated/flight-delay"
RUN, STAGES = f"{FOLDER}/run.py", f"{FOLDER}/stages.py"
OLD = {RUN: "old run\n", STAGES: "old stages\n"}
NEW = {RUN: "new run\n", STAGES: "new stages\n", f"{FOLDER}/flows/training.py": "flow\n"}


def leftovers(repository: Any) -> list[str]:
    return [str(path) for path in repository.root.rglob("*.mlspec-new")]


def fault_of(action: Callable[[], object]) -> OutputFault:
    with pytest.raises(OutputFault) as raised:
        action()
    return raised.value


def caught(action: Callable[[], object]) -> OutputFault | None:
    try:
        action()
    except OutputFault as fault:
        return fault
    return None


def fail_at(moment: int, name: str, code: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The n-th call of a function of the system fails, and every later one; returns a list that counts them."""
    call, seen = getattr(os, name), [0]

    def counted(*arguments: Any, **options: Any) -> Any:
        changes = name != "open" or arguments[1] & (os.O_CREAT | os.O_WRONLY)
        seen[0] += bool(changes)
        if changes and seen[0] >= moment:
            raise OSError(code, os.strerror(code))
        return call(*arguments, **options)

    monkeypatch.setattr(os, name, counted)
    return seen


@pytest.mark.parametrize(
    ("name", "code", "reason"),
    [
        ("write", errno.ENOSPC, "the disk is full"),
        ("write", errno.EDQUOT, "the quota of disk space is used up"),
        ("write", errno.EIO, "input/output error"),
        ("open", errno.EROFS, "the file system is read-only"),
        ("open", errno.EACCES, "permission denied"),
        ("open", errno.ENOSPC, "the disk is full"),
        ("replace", errno.EACCES, "permission denied"),
        ("replace", errno.EROFS, "the file system is read-only"),
        ("makedirs", errno.EROFS, "the file system is read-only"),
    ],
)
def test_the_disk_fails_at_any_moment(repository: Any, name: str, code: int, reason: str) -> None:
    for moment in range(1, 40):
        repository.compile(OLD, force=True)
        with pytest.MonkeyPatch.context() as patch:
            seen = fail_at(moment, name, code, patch)
            fault = caught(lambda: repository.compile(NEW))
        if fault is not None:
            assert reason in fault.message
            assert fault.message.startswith(f"`{fault.path}` cannot be written: ")
            assert not os.path.isabs(fault.path)
        for path, text in repository.generated().items():
            assert text in (OLD.get(path), NEW.get(path))
        assert leftovers(repository) == []
        written = repository.compile(NEW)
        assert (written.edited, written.unowned, written.saved) == ((), (), ())
        assert repository.generated() == NEW
        assert repository.state() == []
        if seen[0] < moment:
            assert moment > 1
            return
    pytest.fail("it never went through")


def test_a_full_disk_leaves_every_file_as_it_was(repository: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is written beside its place before the first file is replaced."""
    repository.compile(OLD)
    before = repository.texts()
    fail_at(4, "write", errno.ENOSPC, monkeypatch)
    fault = fault_of(lambda: repository.compile(NEW))
    assert (fault.path, fault.help) == (STAGES, "free some space, then compile again")
    assert repository.texts() == before


def test_an_orphan_that_cannot_be_removed(repository: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.compile(OLD)
    with monkeypatch.context() as patch:
        fail_at(1, "unlink", errno.EACCES, patch)
        fault = fault_of(lambda: repository.compile({RUN: "new\n"}))
    assert fault.message == f"`{STAGES}` cannot be removed: permission denied"
    assert repository.compile({RUN: "new\n"}).removed == (STAGES,)


def test_an_interrupt_leaves_nothing_beside(repository: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.compile(OLD)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fchmod", interrupt)
        with pytest.raises(KeyboardInterrupt):
            repository.compile(NEW)
    assert leftovers(repository) == []
    assert repository.generated() == OLD


def test_a_folder_in_the_place_of_a_file(repository: Any) -> None:
    (repository.root / RUN).mkdir(parents=True)
    fault = fault_of(lambda: repository.plan(NEW))
    assert fault.message == f"`{RUN}` cannot be read: a folder stands where the file has to be"
    assert fault.help == "move the folder away"


def test_a_file_in_the_place_of_a_folder(repository: Any) -> None:
    repository.write("generated", "a file\n")
    fault = fault_of(lambda: repository.plan(NEW))
    assert (fault.message, fault.path) == ("`generated` has to be a folder, but a file stands there", "generated")
    assert repository.texts() == {"generated": "a file\n"}


def test_a_folder_in_the_place_of_the_lock(repository: Any) -> None:
    (repository.root / lock_path(FOLDER)).mkdir(parents=True)
    assert fault_of(lambda: repository.plan(NEW)).path == lock_path(FOLDER)


def test_a_pipe_in_the_place_of_a_file(repository: Any) -> None:
    (repository.root / FOLDER).mkdir(parents=True)
    os.mkfifo(repository.root / RUN)
    assert "what stands there is no file" in fault_of(lambda: repository.plan(NEW)).message


def test_a_file_in_the_place_of_the_state_folder(repository: Any) -> None:
    repository.write(".mlspec", "a file\n")
    assert fault_of(lambda: repository.compile(NEW)).path == ".mlspec"
    assert repository.read(".mlspec") == "a file\n"
    assert repository.texts() == {}


def test_a_link_that_leads_out(repository: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    for link in ("generated", FOLDER, f"{FOLDER}/flows"):
        (repository.root / link).parent.mkdir(parents=True, exist_ok=True)
        (repository.root / link).symlink_to(outside)
        fault = fault_of(lambda: repository.compile(NEW, force=True))
        assert fault.message == f"`{link}` is a link that leads out of the repository"
        assert list(outside.iterdir()) == []
        (repository.root / link).unlink()
    repository.compile(NEW)


def test_a_link_beside_the_repository_whose_name_begins_alike(repository: Any) -> None:
    twin = repository.root.with_name(repository.root.name + "-twin")
    twin.mkdir()
    (repository.root / "generated").symlink_to(twin)
    assert "leads out" in fault_of(lambda: repository.plan(NEW)).message


def test_a_link_to_nothing(repository: Any) -> None:
    (repository.root / "generated").symlink_to(repository.root / "nothing")
    assert fault_of(lambda: repository.plan(NEW)).message == "`generated` is a link to nothing"


def test_a_link_to_itself(repository: Any) -> None:
    (repository.root / "generated").symlink_to("generated")
    assert fault_of(lambda: repository.plan(NEW)).path == "generated"


def test_a_link_that_stays_inside_is_followed(repository: Any) -> None:
    (repository.root / "elsewhere").mkdir()
    (repository.root / "generated").symlink_to("elsewhere")
    repository.compile(NEW)
    assert repository.read("elsewhere/flight-delay/run.py") == NEW[RUN]
    assert repository.is_clean(NEW)


def test_a_link_in_the_place_of_a_file_is_never_written_through(repository: Any) -> None:
    precious = repository.root.parent / "precious.txt"
    precious.write_text("precious\n")
    (repository.root / FOLDER).mkdir(parents=True)
    (repository.root / RUN).symlink_to(precious)
    assert repository.compile(NEW).unowned == (RUN,)
    written = repository.compile(NEW, force=True)
    assert (written.updated, written.saved) == ((RUN, lock_path(FOLDER)), ())
    assert not (repository.root / RUN).is_symlink()
    assert precious.read_text() == "precious\n"


def test_a_generated_file_that_became_a_link_is_a_hand_edit(repository: Any) -> None:
    repository.compile(OLD)
    (repository.root / RUN).unlink()
    (repository.root / RUN).symlink_to("stages.py")
    assert repository.compile(NEW).edited == (RUN,)
    assert repository.compile({STAGES: "new\n"}).kept_orphans == (RUN,)


def test_a_link_in_the_place_of_the_temporary_file_is_never_written_through(repository: Any) -> None:
    precious = repository.root.parent / "precious.txt"
    precious.write_text("precious\n")
    (repository.root / FOLDER).mkdir(parents=True)
    (repository.root / FOLDER / ".run.py.mlspec-new").symlink_to(precious)
    repository.compile(NEW)
    assert precious.read_text() == "precious\n"
    assert repository.generated() == NEW


def test_an_orphan_behind_a_link_that_leads_out_stays(
    repository: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    repository.compile(NEW)
    outside = tmp_path_factory.mktemp("outside")
    (repository.root / FOLDER / "flows").rename(outside / "flows")
    (repository.root / FOLDER / "flows").symlink_to(outside / "flows")
    repository.compile({RUN: NEW[RUN], STAGES: NEW[STAGES]}, force=True)
    assert (outside / "flows/training.py").read_text() == "flow\n"


def test_a_folder_in_the_place_of_an_orphan_stays(repository: Any) -> None:
    repository.compile(OLD)
    (repository.root / STAGES).unlink()
    repository.write(f"{STAGES}/mine.txt", "mine\n")
    assert repository.compile({RUN: OLD[RUN]}).removed == ()
    assert repository.read(f"{STAGES}/mine.txt") == "mine\n"


@pytest.mark.parametrize(
    "path", ["../a", "/a", "a/../b", "a//b", "", ".git/hooks/pre-commit", ".GIT/config", "a\0b", "a\\b"]
)
def test_a_path_that_leads_out(repository: Any, path: str) -> None:
    assert fault_of(lambda: repository.plan({path: "text\n"})).path == path


def test_a_name_that_is_too_long(repository: Any) -> None:
    fault = fault_of(lambda: repository.compile({f"{FOLDER}/{'a' * 250}.py": "text\n"}))
    assert "its name is too long" in fault.message
    assert leftovers(repository) == []


@pytest.mark.parametrize("umask", [0, 0o022, 0o077, 0o777])
def test_files_have_the_same_rights_under_every_umask(repository: Any, umask: int) -> None:
    (repository.root / FOLDER).mkdir(parents=True)
    (repository.root / ".mlspec/journal/generated").mkdir(parents=True)
    before = os.umask(umask)
    try:
        repository.compile(OLD)
    finally:
        os.umask(before)
    for path in (*OLD, lock_path(FOLDER)):
        assert stat.S_IMODE((repository.root / path).stat().st_mode) == 0o644


def test_what_mlspec_keeps_for_itself_is_not_for_git(repository: Any) -> None:
    repository.compile(OLD)
    assert repository.read(".mlspec/.gitignore") == "*\n"
    repository.write(".mlspec/.gitignore", "# mine\n")
    repository.compile(NEW)
    assert repository.read(".mlspec/.gitignore") == "# mine\n"


def test_a_fault_is_a_diagnostic() -> None:
    fault = OutputFault("`a/b` cannot be written: the disk is full", "a/b", "free some space")
    assert render([diagnose_fault(fault)], {}) == (
        "error[cannot-write]: `a/b` cannot be written: the disk is full\n"
        " --> a/b\n"
        "  = help: free some space\n"
        "\n"
        "1 error\n"
    )


def test_files_left_alone_are_diagnostics() -> None:
    told = diagnose_refusals(("a",), ("b",), ("c",))
    assert [diagnostic.rule for diagnostic in told] == ["hand-edited-file", "unowned-file", "edited-orphan"]
    assert [diagnostic.severity for diagnostic in told] == [Severity.ERROR, Severity.ERROR, Severity.WARNING]
    assert {diagnostic.rule for diagnostic in told} < {rule.name for rule in RULES}
    assert all(diagnostic.labels[0].place.path in "abc" and diagnostic.help for diagnostic in told)
