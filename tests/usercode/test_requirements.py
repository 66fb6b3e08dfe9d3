"""What the named files pin, in one spelling; comments, order and places do not count."""

import pytest

from mlspec.source.tree import BufferTree, UnreadableError
from mlspec.usercode.requirements import read_requirements


def read(files, *paths):
    tree = BufferTree({name: text if isinstance(text, bytes) else text.encode() for name, text in files.items()})
    return read_requirements(tree, paths or ("requirements.txt",))


@pytest.mark.parametrize(
    ("line", "pin"),
    [
        ("numpy==2.4.6", ("numpy", "==2.4.6")),
        ("  Scikit_Learn  >= 1.0 , <2 # why", ("scikit-learn", "<2,>=1.0")),
        ("zope.interface~=5", ("zope-interface", "~=5")),
        ("uvicorn[Standard, http]==1", ("uvicorn", "[http,standard]==1")),
        ("click (>=8)", ("click", ">=8")),
        ("pandas", ("pandas", "")),
        ("a; python_version<'3.12'", ("a", '; python_version < "3.12"')),
        (
            'a==1 ; python_version >= "3.8"  and sys_platform=="win32"',
            ("a", '==1; python_version >= "3.8" and sys_platform == "win32"'),
        ),
        ("a==1 --hash=sha256:00 --hash=sha256:11", ("a", "==1")),
        ("a==1 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11", ("a", "==1")),
        ("torch==2.1.0+cpu", ("torch", "==2.1.0+cpu")),
        ("a===1.0-weird", ("a", "===1.0-weird")),
        ("a!=1.*", ("a", "!=1.*")),
        ("pkg @ https://example.org/pkg.whl", ("pkg", "@ https://example.org/pkg.whl")),
        ("pkg @ git+https://user:secret@example.org/p.git@v1", ("pkg", "@ git+https://example.org/p.git@v1")),
        ("-e git+ssh://git@example.org/p.git#egg=My_Pkg", ("my-pkg", "@ git+ssh://example.org/p.git#egg=My_Pkg")),
        ("-e ./lib", ("./lib", "@ ./lib")),
        ("./wheels/a-1-py3-none-any.whl", ("./wheels/a-1-py3-none-any.whl", "@ ./wheels/a-1-py3-none-any.whl")),
    ],
)
def test_a_line(line, pin):
    found = read({"requirements.txt": line})
    assert found.pins == (pin,)
    assert not found.faults


def test_spelling_and_order_do_not_count():
    one = read({"requirements.txt": "# header\n\nb==2\na>=1,<2\n"})
    two = read({"requirements.txt": "--index-url https://user:pw@example.org/simple\n--pre\nA <2, >=1 # x\r\nB==2"})
    assert one.pins == two.pins
    assert one == read({"requirements.txt": "\ufeffa>=1,<2\nb==2"})


def test_versions_count():
    assert read({"requirements.txt": "a==1"}).pins != read({"requirements.txt": "a==2"}).pins


@pytest.mark.parametrize("option", ["-r ", "-r", "--requirement ", "--requirement=", "-c ", "--constraint "])
def test_includes(option):
    files = {"a/requirements.txt": f"{option}../b/base.txt\nx==1", "b/base.txt": "y==2\n-r ../a/requirements.txt"}
    found = read(files, "a/requirements.txt")
    assert found.pins == (("x", "==1"), ("y", "==2"))
    assert found.files == ("a/requirements.txt", "b/base.txt")
    assert not found.faults


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("a==1\nwhat is this\n", "it is not a requirement", "what is this"),
        ("a==1\n  ==2 # x\n", "it is not a requirement", "==2"),
        ("é==1", "it is not a requirement", "é==1"),
        ("# x\n-r other.txt # why", "`other.txt` is not there", "-r other.txt"),
        ("-r ../other.txt", "it leads out of the repository", "-r ../other.txt"),
        (
            "-c https://example.org/c.txt",
            "it is fetched from elsewhere, which compiling never does",
            "-c https://example.org/c.txt",
        ),
        ("-r folder", "`folder` is a folder", "-r folder"),
    ],
)
def test_faults_stand_at_their_line(text, message, at):
    found = read({"requirements.txt": text, "folder/x": ""})
    assert [fault.message for fault in found.faults] == [message]
    span = found.faults[0].place.span
    assert text[span.start : span.end] == at


def test_files_that_cannot_be_read():
    assert [fault.message for fault in read({}).faults] == ["`requirements.txt` is not there"]
    assert [fault.message for fault in read({"requirements.txt": b"\xff"}).faults] == [
        "`requirements.txt` is not text in UTF-8"
    ]
    assert (
        read({"env.yml": "a"}, "env.yml").faults[0].message == "it is not a file of requirements that mlspec can read"
    )

    class Locked(BufferTree):
        def read(self, path):
            raise UnreadableError("permission denied")

    faults = read_requirements(Locked({"requirements.txt": b""}), ("requirements.txt",)).faults
    assert [fault.message for fault in faults] == ["`requirements.txt` cannot be read: permission denied"]


UV = """
version = 1
[[package]]
name = "own"
source = { editable = "." }
version = "0.1"
[[package]]
name = "NumPy"
version = "2.4.6"
source = { registry = "https://example.org/simple" }
"""


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("uv.lock", UV),
        ("poetry.lock", '[[package]]\nname = "numpy"\nversion = "2.4.6"\n'),
        ("pylock.toml", 'lock-version = "1.0"\n[[packages]]\nname = "numpy"\nversion = "2.4.6"\n'),
        ("Pipfile.lock", '{"default": {"numpy": {"version": "==2.4.6"}}, "develop": {"pytest": {"version": "==9"}}}'),
        (
            "pyproject.toml",
            '[project]\nname = "x"\ndependencies = ["numpy == 2.4.6"]\n[dependency-groups]\ndev = ["pytest"]',
        ),
    ],
)
def test_locks_and_projects(path, text):
    found = read({f"a/{path}": text}, f"a/{path}")
    assert found.pins == (("numpy", "==2.4.6"),)
    assert not found.faults


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("uv.lock", "not toml"),
        ("uv.lock", "[[package]]\nversion = '1'"),
        ("Pipfile.lock", "[]"),
        ("Pipfile.lock", "{}"),
        ("pyproject.toml", "[project]\ndependencies = ['what is this']"),
        ("pyproject.toml", "project = 3"),
        ("pyproject.toml", "[project]\ndependencies = [3]"),
    ],
)
def test_locks_that_cannot_be_read(path, text):
    found = read({path: text}, path)
    assert len(found.faults) == 1
    assert found.faults[0].message.startswith("it cannot be read: ")
    assert found.faults[0].place.path == path
