"""A commit read from git's objects answers as the checkout of it does."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlspec.source.git_objects import GitFault, GitObjects
from mlspec.source.git_tree import GitTree
from mlspec.source.tree import LONGEST_READ, EntryKind, UnreadableError, WorkingTree

WHO = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")


def git(root: Path, *words: str) -> str:
    run = subprocess.run(["git", *WHO, *words], cwd=root, capture_output=True, text=True, check=True)
    return run.stdout.strip()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/file").touch()
    git(folder, "init", "-q", "-b", "main")
    return folder


@pytest.fixture
def objects(root: Path) -> Iterator[GitObjects]:
    found = GitObjects(str(root))
    yield found
    found.close()


def commit(root: Path, files: dict[str, bytes], links: dict[str, str] | None = None) -> str:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    for path, target in (links or {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target)
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "one")
    return git(root, "rev-parse", "HEAD")


FILES = {
    "a.txt": b"one\n",
    "empty": b"",
    "deep/er/b.bin": bytes(range(256)) * 3,
    "deep/with blank.txt": b"two\r\n",
    "umlaut-ä.txt": b"three",
    "newline\nname": b"four",
}
LINKS = {
    "to-file": "a.txt",
    "to-folder": "deep",
    "deep/up": "../a.txt",
    "chain": "to-file",
    "dangling": "nothing",
    "out": "../elsewhere",
    "absolute": "/",
    "loop": "loop",
    "of-out": "out/file",
}
PATHS = (
    *FILES,
    *LINKS,
    *("", ".", "deep", "deep/", "deep/../a.txt", "./deep//er/b.bin", "to-folder/er/b.bin", "to-folder/up"),
    *("none", "none/x", "a.txt/x", "..", "../elsewhere", "/", "deep/er/../../..", "dangling/x", "to-folder/none"),
)


@pytest.mark.parametrize("path", PATHS)
def test_every_question_has_the_answer_of_the_checkout(root: Path, objects: GitObjects, path: str) -> None:
    digest = commit(root, FILES, LINKS)
    tree, checkout = GitTree(objects, digest), WorkingTree(str(root))
    assert tree.kind(path) is checkout.kind(path)
    assert tree.names(path) == tuple(name for name in checkout.names(path) if name != ".git")
    assert read(tree, path) == read(checkout, path)
    assert (tree.stamp(path) is None) == (checkout.stamp(path) is None)


def read(tree: GitTree | WorkingTree, path: str) -> bytes | str:
    try:
        return tree.read(path)
    except UnreadableError as error:
        return str(error)


def test_a_commit_stays_what_it_was(root: Path, objects: GitObjects) -> None:
    digest = commit(root, {"a.txt": b"one", "b.txt": b"two"})
    (root / "a.txt").write_bytes(b"edited")
    (root / "b.txt").unlink()
    (root / "c.txt").write_bytes(b"new")
    tree = GitTree(objects, digest)
    assert tree.names("") == ("a.txt", "b.txt")
    assert tree.read("a.txt") == b"one"


def test_a_stamp_is_that_of_the_content(root: Path, objects: GitObjects) -> None:
    digest = commit(root, {"a.txt": b"one", "b.txt": b"one", "c.txt": b"two"})
    tree = GitTree(objects, digest)
    assert tree.stamp("a.txt") == tree.stamp("b.txt") != tree.stamp("c.txt")


def test_a_folder_of_the_commit_is_a_root_of_its_own(root: Path, objects: GitObjects) -> None:
    digest = commit(root, {"models/a.txt": b"one", "b.txt": b"two"}, {"models/out": "../b.txt"})
    tree = GitTree(objects, digest, "models")
    assert tree.read("a.txt") == b"one"
    assert tree.kind("out") is EntryKind.OUTSIDE
    assert GitTree(objects, digest, "none").names("") == ()
    assert GitTree(objects, digest, "none").kind("a.txt") is EntryKind.MISSING


def test_a_submodule_is_a_folder_that_nothing_is_known_of(root: Path, tmp_path: Path, objects: GitObjects) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q", "-b", "main")
    commit(other, {"lib.py": b"x = 1\n"})
    git(root, "submodule", "--quiet", "add", str(other), "libs/other")
    tree = GitTree(objects, commit(root, {}))
    assert tree.kind("libs/other") is EntryKind.FOLDER
    assert tree.submodules == ()
    assert tree.names("libs/other") == ()
    assert tree.kind("libs/other/lib.py") is EntryKind.MISSING
    assert tree.submodules == ("libs/other",)


def test_a_pointer_of_git_lfs_is_read_as_it_is(root: Path, objects: GitObjects) -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 9\n"
    digest = commit(root, {"data.bin": pointer})
    assert GitTree(objects, digest).read("data.bin") == pointer


def test_a_file_that_is_too_long_is_passed_over(root: Path, objects: GitObjects) -> None:
    digest = commit(root, {"long.bin": b"\0" * (LONGEST_READ + 1), "short.bin": b"1"})
    tree = GitTree(objects, digest)
    with pytest.raises(UnreadableError, match="longer than 64 MiB"):
        tree.read("long.bin")
    assert tree.read("short.bin") == b"1"


def test_the_attributes_of_a_checkout_do_not_count(root: Path, objects: GitObjects) -> None:
    commit(root, {".gitattributes": b"*.txt eol=crlf ident\n"})
    digest = commit(root, {"a.txt": b"one $Id$\n"})
    assert GitTree(objects, digest).read("a.txt") == b"one $Id$\n"


def test_an_object_that_the_clone_lacks_is_a_fault(root: Path, objects: GitObjects) -> None:
    digest = commit(root, {"a.txt": b"one"})
    blob = git(root, "rev-parse", "HEAD:a.txt")
    os.chmod(root / ".git/objects" / blob[:2] / blob[2:], 0o600)
    (root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(GitFault, match=f"{blob[:12]} of the base is not in this clone"):
        GitTree(objects, digest).read("a.txt")


def test_a_commit_that_the_clone_lacks_is_a_fault(root: Path, objects: GitObjects) -> None:
    commit(root, {})
    with pytest.raises(GitFault, match="not in this clone"):
        GitTree(objects, "0" * 40)


def test_a_repository_of_sha256_is_read_alike(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256")
    digest = commit(tmp_path, {"deep/a.txt": b"one"})
    objects = GitObjects(str(tmp_path))
    assert GitTree(objects, digest).read("deep/a.txt") == b"one"
    objects.close()


def test_a_replaced_object_is_not_followed(root: Path, objects: GitObjects) -> None:
    old, new = commit(root, {"a.txt": b"one"}), commit(root, {"a.txt": b"two"})
    git(root, "replace", old, new)
    assert GitTree(objects, old).read("a.txt") == b"one"
