"""Every kind of thing that can stand at a path is told apart, and nothing outside the repository is read."""

import os
from pathlib import Path

import pytest

from mlspec.source import tree as tree_module
from mlspec.source.tree import BufferTree, EntryKind, UnreadableError, WorkingTree


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / "specs" / "flights").mkdir(parents=True)
    (root / "specs" / "flights" / "mlproject.yaml").write_text("mlspec: 1\n")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_text("hidden")
    (root / "inner").symlink_to("specs/flights")
    (root / "outer").symlink_to("../secret")
    (root / "outer-file").symlink_to("../secret/key")
    (root / "dangling").symlink_to("nowhere")
    (root / "circle").symlink_to("circle")
    os.mkfifo(root / "pipe")
    (root / "device").symlink_to("/dev/zero")
    return root


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", EntryKind.FOLDER),
        (".", EntryKind.FOLDER),
        ("specs", EntryKind.FOLDER),
        ("specs/", EntryKind.FOLDER),
        ("specs/flights/mlproject.yaml", EntryKind.FILE),
        ("specs/../specs/flights/mlproject.yaml", EntryKind.FILE),
        ("inner", EntryKind.FOLDER),
        ("inner/mlproject.yaml", EntryKind.FILE),
        ("specs/flights/mlproject.yaml/more", EntryKind.MISSING),
        ("missing", EntryKind.MISSING),
        ("missing/file", EntryKind.MISSING),
        ("a\0b", EntryKind.MISSING),
        ("a\ud800b", EntryKind.MISSING),
        ("n" * 300, EntryKind.MISSING),
        ("dangling", EntryKind.DANGLING),
        ("circle", EntryKind.DANGLING),
        ("pipe", EntryKind.OTHER),
        ("outer", EntryKind.OUTSIDE),
        ("outer/key", EntryKind.OUTSIDE),
        ("outer-file", EntryKind.OUTSIDE),
        ("device", EntryKind.OUTSIDE),
        ("..", EntryKind.OUTSIDE),
        ("../secret/key", EntryKind.OUTSIDE),
        ("/etc/passwd", EntryKind.OUTSIDE),
        ("specs/../../secret/key", EntryKind.OUTSIDE),
    ],
)
def test_what_stands_at_a_path(repository: Path, path: str, kind: EntryKind) -> None:
    tree = WorkingTree(str(repository))
    assert tree.kind(path) is kind
    assert tree.kind(path) is kind, "the second look, over remembered folders, sees the same"
    assert (tree.stamp(path) is not None) == (kind in {EntryKind.FILE, EntryKind.FOLDER, EntryKind.OTHER})


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("specs", "it is a folder"),
        ("missing", "no such file"),
        ("a\0b", "no such file"),
        ("dangling", "it is a link to nothing"),
        ("pipe", "it is neither a file nor a folder"),
        ("outer/key", "it leads out of the repository"),
        ("../secret/key", "it leads out of the repository"),
        ("/dev/zero", "it leads out of the repository"),
    ],
)
def test_why_a_path_is_not_read(repository: Path, path: str, reason: str) -> None:
    with pytest.raises(UnreadableError, match=f"^{reason}$"):
        WorkingTree(str(repository)).read(path)


def test_reading_follows_links_that_stay_inside(repository: Path) -> None:
    assert WorkingTree(str(repository)).read("inner/mlproject.yaml") == b"mlspec: 1\n"


def test_the_root_itself_may_be_reached_through_a_link(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(repository)
    assert WorkingTree(str(tmp_path / "alias")).read("specs/flights/mlproject.yaml") == b"mlspec: 1\n"


def test_names_are_sorted_and_stay_inside(repository: Path) -> None:
    tree = WorkingTree(str(repository))
    assert tree.names("inner") == tree.names("specs/flights") == ("mlproject.yaml",)
    assert tree.names("") == tuple(sorted(os.listdir(repository)))
    assert tree.names("outer") == tree.names("..") == tree.names("missing") == tree.names("pipe") == ()


def test_a_file_that_may_not_be_read_says_so(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> int:
        raise PermissionError(13, "Permission denied")

    tree = WorkingTree(str(repository))
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UnreadableError, match=r"^permission denied$"):
        tree.read("specs/flights/mlproject.yaml")
    monkeypatch.setattr(os, "lstat", refuse)
    assert tree.kind("specs/flights/mlproject.yaml") is EntryKind.UNREADABLE
    with pytest.raises(UnreadableError, match=r"^its folder may not be searched$"):
        tree.read("specs/flights/mlproject.yaml")


def test_a_file_is_read_up_to_a_bound(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_module, "LONGEST_READ", 10)
    (repository / "ten").write_bytes(b"x" * 10)
    (repository / "eleven").write_bytes(b"x" * 11)
    tree = WorkingTree(str(repository))
    assert tree.read("ten") == b"x" * 10
    with pytest.raises(UnreadableError, match=r"^it is longer than"):
        tree.read("eleven")


def test_a_pipe_that_takes_the_files_place_does_not_hang(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = WorkingTree(str(repository))
    monkeypatch.setattr(tree, "kind", lambda path: EntryKind.FILE)
    assert tree.read("pipe") == b""


def test_a_stamp_changes_with_the_file(repository: Path) -> None:
    tree = WorkingTree(str(repository))
    before = tree.stamp("inner/mlproject.yaml")
    (repository / "specs" / "flights" / "mlproject.yaml").write_text("mlspec: 2 \n")
    assert before is not None
    assert tree.stamp("inner/mlproject.yaml") != before


def test_buffers_alone() -> None:
    tree = BufferTree({"specs/a/mlproject.yaml": b"a", "./src//x.py": b"x"})
    assert tree.read("src/x.py") == b"x"
    assert tree.read("specs/../src/x.py") == b"x"
    assert tree.kind("specs/a") is tree.kind("") is tree.kind(".") is EntryKind.FOLDER
    assert tree.kind("spec") is EntryKind.MISSING
    assert tree.kind("../x") is tree.kind("/x") is EntryKind.OUTSIDE
    assert tree.names("") == ("specs", "src")
    assert tree.names("specs/a/") == ("mlproject.yaml",)
    assert tree.names("src/x.py") == tree.names("missing") == ()
    assert tree.stamp("src/x.py") is None
    with pytest.raises(UnreadableError, match=r"^it is a folder$"):
        tree.read("specs")
    with pytest.raises(UnreadableError, match=r"^no such file$"):
        tree.read("missing")


def test_buffers_over_a_checkout(repository: Path) -> None:
    tree = BufferTree({"specs/new/mlproject.yaml": b"new", "inner": b"a file now"}, WorkingTree(str(repository)))
    assert tree.names("specs") == ("flights", "new")
    assert tree.read("specs/flights/mlproject.yaml") == b"mlspec: 1\n"
    assert tree.read("inner") == b"a file now"
    assert tree.kind("outer") is EntryKind.OUTSIDE
    assert tree.stamp("specs/flights/mlproject.yaml") is not None
    assert tree.stamp("specs/new/mlproject.yaml") is None
    with pytest.raises(UnreadableError, match=r"^it is a folder$"):
        tree.read("specs/new")


def test_a_path_from_the_root_of_the_disk_is_outside_wherever_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert WorkingTree(str(tmp_path)).kind("/etc") is EntryKind.OUTSIDE
    assert WorkingTree(str(tmp_path)).kind("/etc/hosts") is EntryKind.OUTSIDE


def test_folders_below_a_link_that_leads_out_are_outside(tmp_path: Path) -> None:
    (tmp_path / "elsewhere/deep/deeper").mkdir(parents=True)
    (tmp_path / "elsewhere/deep/deeper/file").write_text("")
    (tmp_path / "repository/folder").mkdir(parents=True)
    (tmp_path / "repository/folder/link").symlink_to(tmp_path / "elsewhere/deep")
    (tmp_path / "repository/folder/deeper").mkdir()
    (tmp_path / "repository/folder/inner").symlink_to(tmp_path / "repository/folder/deeper")
    (tmp_path / "repository/folder/deeper/file").write_text("")
    tree = WorkingTree(str(tmp_path / "repository"))
    assert tree.kind("folder/deeper/file") is EntryKind.FILE
    assert tree.kind("folder/link/deeper/file") is EntryKind.OUTSIDE
    assert tree.kind("folder/inner/file") is EntryKind.FILE
    assert tree.kind("folder/link/deeper/file") is EntryKind.OUTSIDE
