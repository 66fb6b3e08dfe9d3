"""Which files git leaves out, as git itself says it."""

import subprocess
from pathlib import Path

import pytest

from mlspec.source.git_ignore import GitIgnore
from mlspec.source.tree import WorkingTree

RULES = {
    ".gitignore": "\ufeff# comment\n\n"
    "*.log\n!kept.log\n/data\nbuild/\ndoc/**/draft.md\n**/tmp\nout/**\n\\#odd\n\\!odd\n"
    "[ab]?.csv\n[!x]y.txt\nend\\ \nblank   \na**b\n**/deep/*.bin\nfile[\n",
    "src/.gitignore": "local\n!*.log\n/here.txt\nsub/only.txt\n*\n!*.py\n!*/\n",
}
FILES = (
    "a.log kept.log data/rows.csv src/data/rows.csv build/x build.txt src/build doc/draft.md doc/a/b/draft.md tmp/x "
    "src/a/tmp/x out/x src/out/x #odd !odd ab.csv bb.csv cb.csv ab/cd.csv xy.txt zy.txt z.md blank aXb axx/b a.b "
    "x/deep/a.bin deep/a.bin deep/x/a.bin src/local src/x.log src/here.txt src/sub/here.txt src/sub/only.txt src/m.py "
    "src/sub/m.py src/sub/m.txt file[ plain.txt docs/card.md"
).split()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in FILES:
        file = tmp_path / name
        if not file.parent.is_dir() or not file.is_dir():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("")
    (tmp_path / "end ").write_text("")
    for name, text in RULES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def test_the_same_files_as_git_says(root: Path) -> None:
    names = [*FILES, "end "]
    run = subprocess.run(
        ["git", "-c", "core.excludesFile=/dev/null", "check-ignore", "-z", "--stdin"],
        cwd=root,
        input="\0".join(names),
        capture_output=True,
        text=True,
        check=False,
    )
    ignore = GitIgnore(WorkingTree(str(root)))
    assert {name for name in names if ignore.ignores(name)} == set(run.stdout.split("\0")) - {""}


def test_without_rules_nothing_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("")
    assert not GitIgnore(WorkingTree(str(tmp_path))).ignores("a.log")
