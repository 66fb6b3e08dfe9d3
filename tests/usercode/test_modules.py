"""Modules are found as Python finds them, read once and when asked for, and never make the compiler fail."""

import subprocess
import sys
from pathlib import Path

import pytest

from mlspec.source.tree import BufferTree, EntryKind, UnreadableError, WorkingTree
from mlspec.usercode.entrypoint import Entrypoint, Missing, MissingPart
from mlspec.usercode.modules import SourceModules
from mlspec.usercode.reachability import Reachability
from mlspec.usercode.signatures import find_entrypoint

COMPILER = Path(__file__).parents[2] / "compiler"


class WatchedTree(BufferTree):
    """Notes what is asked of it."""

    def __init__(self, files):
        super().__init__({name: text.encode() for name, text in files.items()})
        self.folders = {name.rpartition("/")[0] for name in files}
        self.read_paths = []
        self.listed = []

    def kind(self, path):
        if path in self.files:
            return EntryKind.FILE
        return EntryKind.FOLDER if path in self.folders else EntryKind.MISSING

    def read(self, path):
        self.read_paths.append(path)
        return super().read(path)

    def names(self, path):
        self.listed.append(path)
        return super().names(path)


def test_the_order_of_python(sources):
    files = {"a.py": "", "a/__init__.py": "", "a/b.py": "", "c/d.py": "", "c.py": "", "e/f.py": ""}
    modules = sources(files)
    found = {name: modules.find(name) for name in ("a", "a.b", "c", "c.d", "e", "e.f", "x", "a.x", "c.x")}
    assert {name: module.path for name, module in found.items() if module} == {
        "a": "src/a/__init__.py",
        "a.b": "src/a/b.py",
        "c": "src/c.py",
        "e": "",
        "e.f": "src/e/f.py",
    }
    assert found["e"].is_package


def test_roots_in_their_order_and_packages_in_several():
    tree = BufferTree({"one/a.py": b"", "two/a.py": b"", "two/b.py": b"", "one/n/x.py": b"", "two/n/y.py": b""})
    modules = SourceModules(tree, ("one", "two"))
    assert modules.find("a").path == "one/a.py"
    assert modules.find("b").path == "two/b.py"
    assert modules.find("n").folders == ("one/n", "two/n")
    assert [modules.find(name).path for name in ("n.x", "n.y")] == ["one/n/x.py", "two/n/y.py"]


def test_the_root_of_the_repository():
    assert SourceModules(BufferTree({"a/b.py": b""}), (".",)).find("a.b").path == "a/b.py"


@pytest.mark.parametrize("name", ["", ".", "a.", ".a", "a..b", "a/b", "../a", "a b", "a\0", "1a"])
def test_names_that_no_module_can_have(sources, name):
    assert sources({"a.py": ""}).find(name) is None


def test_only_what_is_asked_for_is_read():
    files = {f"src/pkg/part{n // 100}/module{n}.py": f"def g{n}(): ..." for n in range(10_000)}
    files |= {"src/pkg/m.py": "from pkg.part7.module700 import g700\nimport numpy\ndef f(): g700()"}
    tree = WatchedTree(files)
    modules = SourceModules(tree, ("src",))
    found = find_entrypoint(modules, "pkg.m:f")
    assert isinstance(found, Entrypoint)
    assert Reachability(modules).reach(found).definitions == ("pkg.m:f", "pkg.part7.module700:g700")
    assert tree.read_paths == ["src/pkg/m.py", "src/pkg/part7/module700.py"]
    assert tree.listed == []


@pytest.mark.slow
def test_ten_thousand_modules_that_import_each_other():
    files = {f"src/m{n}.py": f"from m{(n + 1) % 10_000} import g as h\ndef g(): h()".encode() for n in range(10_000)}
    files["src/m0.py"] += b"\ndef f(): h()"
    tree = WatchedTree({})
    tree.files, tree.folders = files, {"src"}
    modules = SourceModules(tree, ("src",))
    found = find_entrypoint(modules, "m0:f")
    assert isinstance(found, Entrypoint)
    assert len(Reachability(modules).reach(found).definitions) == 10_001


@pytest.mark.parametrize("line", ["from m{} import f", "from m{} import *", "from m{} import f as g, g as f"])
def test_a_name_that_ten_thousand_modules_hand_on(line):
    tree = WatchedTree({})
    tree.files = {f"src/m{n}.py": line.format(n + 1).encode() for n in range(10_000)}
    tree.files |= {"src/m10000.py": b"def f(): ...\ndef g(): ...", "src/e.py": b"from m0 import f as h\ndef f(): h()"}
    tree.folders = {"src"}
    modules = SourceModules(tree, ("src",))
    found = find_entrypoint(modules, "m0:f")
    assert isinstance(found, Entrypoint)
    assert found.module == "m10000"
    found = find_entrypoint(modules, "e:f")
    assert isinstance(found, Entrypoint)
    assert Reachability(modules).reach(found).definitions == ("e:f", "m10000:f")


def test_a_name_of_ten_thousand_parts(sources, reach):
    name = ".".join(["a"] * 10_000)
    assert sources({"a/a/a.py": ""}).find(name) is None
    found = reach({"m.py": f"import {name}\ndef f(): a.a.a.b()", "a/a/a.py": "def b(): ...\nprint(1)"})
    assert found.definitions == ("a.a.a:b", "m:f")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"x = 1\n\xff\n", "it is not text in UTF-8"),
        ("# -*- coding: utf-8 -*-\nx = 'é'".encode("latin-1"), "it is not text in UTF-8"),
        (b"# coding: no-such-thing\n", "it declares the unknown encoding `no-such-thing`"),
        (b"# coding: rot13\n", "it declares the unknown encoding `rot13`"),
        (b"\xef\xbb\xbf# coding: latin-1\n", "it starts with the mark of UTF-8 and declares the encoding `latin-1`"),
        (b"x = '\0'", "it holds a null character"),
        (b"def f(:\n", "invalid syntax"),
        (b"if x:\n\ty\n        z\n", "inconsistent use of tabs and spaces in indentation"),
        (b"<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\n", "invalid syntax"),
        (b"(" * 100_000, "too many nested parentheses"),
        (b"x = " + b"-" * 100_000 + b"1", None),
        (b"x = " + b"+".join([b"1"] * 100_000), None),
        (b"x = " + b"a." * 100_000 + b"b", None),
        (b"x = " + b"9" * 10_000, None),
        (b"if x:\n" + b"".join(b" " * n + b"if x:\n" for n in range(1, 200)), None),
    ],
)
def test_a_file_that_cannot_be_read_is_a_fault(content, message):
    modules = SourceModules(BufferTree({"src/m.py": content}), ("src",))
    found = find_entrypoint(modules, "m:f")
    assert isinstance(found, Missing)
    if message is None:  # Pythons differ in how deep they can go
        assert found.part in (MissingPart.UNPARSED, MissingPart.FUNCTION)
    else:
        assert (found.part, found.message) == (MissingPart.UNPARSED, message)
    if found.part is MissingPart.UNPARSED:
        assert found.place is not None
        assert found.place.path == "src/m.py"
        assert 0 <= found.place.span.start <= found.place.span.end <= len(content)


@pytest.mark.parametrize(
    "content",
    [
        "# -*- coding: latin-1 -*-\ndef é(): return 'ü'\ndef f(): return é()".encode("latin-1"),
        "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\ndef é(): ...\ndef f(): return é()".encode("cp1252"),
        "\ufeffdef é(): ...\ndef f(): return é()".encode(),
        "def é(): ...\r\ndef f(): return é()\r\n".encode(),
        "def é(): ...\rdef f(): return é()\r".encode(),
        "\x0cdef é(): ...\n\x0cdef f(): return é()".encode(),
    ],
)
def test_encodings_and_line_ends(content):
    modules = SourceModules(BufferTree({"src/m.py": content}), ("src",))
    found = find_entrypoint(modules, "m:f")
    assert isinstance(found, Entrypoint), found
    assert Reachability(modules).reach(found).definitions == ("m:f", "m:é")
    text = modules.find("m").text
    assert text[found.place.span.start : found.place.span.end] == "f"


def test_a_long_expression_has_a_digest(reach):
    text = "def f():\n    return " + " + ".join(["g()"] * 700) + "\ndef g(): ..."
    assert reach({"m.py": text}).definitions == ("m:f", "m:g")


def test_an_unreadable_file_is_a_fault():
    class Locked(BufferTree):
        def read(self, path):
            raise UnreadableError("permission denied")

    found = find_entrypoint(SourceModules(Locked({"src/m.py": b""}), ("src",)), "m:f")
    assert isinstance(found, Missing)
    assert (found.part, found.message) == (MissingPart.UNPARSED, "it cannot be read: permission denied")


def test_links_and_folders_in_place_of_modules(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "gone.py").symlink_to("nowhere.py")
    (tmp_path / "src" / "out.py").symlink_to("/etc/hostname")
    (tmp_path / "src" / "folder.py").mkdir()
    modules = SourceModules(WorkingTree(str(tmp_path)), ("src",))
    for name in ("gone", "out"):
        found = find_entrypoint(modules, f"{name}:f")
        assert isinstance(found, Missing)
        assert found.part is MissingPart.UNPARSED
        assert found.message.startswith("it cannot be read: ")
    assert modules.find("folder") is None


def test_invalid_escapes_say_nothing(sources, recwarn, capsys):
    found = find_entrypoint(sources({"m.py": "def f(): return '\\d', 1 is 1"}), "m:f")
    assert isinstance(found, Entrypoint)
    assert not recwarn.list
    assert capsys.readouterr().err == ""


def test_user_code_is_never_run(tmp_path, sources):
    marker = tmp_path / "ran"
    text = f"open({str(marker)!r}, 'w').close()\ndef f(): ..."
    assert isinstance(find_entrypoint(sources({"m.py": text}), "m:f"), Entrypoint)
    assert not marker.exists()
    assert "m" not in sys.modules


@pytest.mark.parametrize("function", ["find_entrypoint(modules, 'm:f')", "None"])
def test_what_is_imported_before_a_file_is_parsed(function):
    """Without a file to parse there is no syntax tree, and with facts from a cache there is none either."""
    script = f"""
import sys
from mlspec.source.tree import BufferTree
from mlspec.usercode.modules import SourceModules
from mlspec.usercode.reachability import Reachability
from mlspec.usercode.signatures import find_entrypoint
modules = SourceModules(BufferTree({{"src/m.py": b"def f(): ..."}}), ("src",))
{function}
print("ast" in sys.modules, "dataclasses" in sys.modules, "tomllib" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": str(COMPILER)}, capture_output=True, check=True
    )
    assert done.stdout.decode().split() == [str(function != "None"), "False", "False"]
