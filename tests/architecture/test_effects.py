"""Only cli prints, only the tree reads, only the writer writes; compiling asks no clock, network or environment."""

import ast
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

import pytest

CONSOLE = {"print", "input", "breakpoint", "sys.stdout", "sys.stderr", "sys.argv", "sys.exit"}
DISK = {
    *(
        "open",
        "io.open",
        "os.open",
        "os.stat",
        "os.lstat",
        "os.listdir",
        "os.scandir",
        "os.walk",
        "os.replace",
        "os.remove",
    ),
    *("os.unlink", "os.mkdir", "os.makedirs", "os.rename", "os.path.exists", "os.path.lexists", "os.path.isfile"),
    *(
        "os.path.isdir",
        "os.path.islink",
        "os.path.getmtime",
        "os.path.realpath",
        "glob.glob",
        "glob.iglob",
        "shutil.copy",
    ),
    *("Path.cwd", "os.getcwd", "linecache.getline", "tokenize.open"),
}
PATH_METHODS = {
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "rglob",
    "iterdir",
    "is_file",
    "is_dir",
    "exists",
}
WORLD = {
    *("os.environ", "os.getenv", "time.time", "time.time_ns", "datetime.now", "datetime.utcnow", "datetime.today"),
    *("date.today", "datetime.datetime.now", "datetime.date.today", "os.urandom", "locale.getlocale", "os.getpid"),
}
WORLD_MODULES = {"random", "secrets", "uuid", "socket", "urllib.request", "http.client", "ssl", "getpass", "platform"}

# Who may, and why: the two rooms that do it for all others, the rooms that start everything, and single files.
CONSOLE_ROOMS = ("cli/*",)
DISK_ROOMS = (
    "source/tree.py",  # reads for everybody
    "output/*",  # writes for everybody
    "driver/*",
    "cli/*",
    "codegen/template.py",  # looks for this project's own templates, never at a user's file
    "codegen/template_cache.py",  # keeps their code beside them, as Python does with modules
)
WORLD_ROOMS = ("cli/*", "driver/*", "output/*", "backends/*/live.py")


def named(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything that is named, in one piece: `os.path.exists`, not also `os.path`."""
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name) and id(node) not in inner:
            yield node.lineno, ast.unparse(node)


def touches(name: str, forbidden: set[str]) -> bool:
    return any(name == entry or name.startswith(f"{entry}.") for entry in forbidden)


def faults(path: str, tree: ast.AST) -> list[str]:
    found = [
        f"{path}:{line} {name}"
        for line, name in named(tree)
        if (touches(name, CONSOLE) and not allowed(path, CONSOLE_ROOMS))
        or ((touches(name, DISK) or method_of_path(name)) and not allowed(path, DISK_ROOMS))
        or (touches(name, WORLD) and not allowed(path, WORLD_ROOMS))
    ]
    return found + [
        f"{path}:{line} imports {name}"
        for line, name in whole_imports(tree)
        if name in WORLD_MODULES and not allowed(path, WORLD_ROOMS)
    ]


def whole_imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def allowed(path: str, rooms: Sequence[str]) -> bool:
    return any(fnmatchcase(path, room) for room in rooms)


def method_of_path(name: str) -> bool:
    # A tree has `exists` and its like too: asking the tree is the way to ask.
    owner, _, method = name.rpartition(".")
    return method in PATH_METHODS and owner.rpartition(".")[2] not in {"tree", "_tree"}


def test_nobody_leaves_its_room(modules: Sequence[Any]) -> None:
    assert [fault for module in modules for fault in faults(module.path, module.tree)] == []


@pytest.mark.parametrize(
    "source",
    [
        "print(1)",
        "import sys\nsys.stdout.write('x')",
        "import sys\nsys.exit(1)",
        "open('mlproject.yaml')",
        "import os\nos.path.exists('x')",
        "text = folder.joinpath('x').read_text()",
        "import os\nhome = os.environ['HOME']",
        "from datetime import datetime\nstamp = datetime.now()",
        "import random",
        "def check(path):\n    return path.exists()",
    ],
)
def test_an_effect_in_a_check_is_found(source: str) -> None:
    assert len(faults("analysis/checks/unknown_need.py", ast.parse(source))) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("cli/compile.py", "print(1)"),
        ("output/writer.py", "import os\nos.replace('a', 'b')"),
        ("analysis/checks/unknown_need.py", "def check(tree):\n    return tree.exists('x') and 'printed'.upper()"),
        ("lowering/steps.py", "import os.path\nname = os.path.join('a', 'b')"),
    ],
)
def test_an_effect_in_its_room_passes(path: str, source: str) -> None:
    assert faults(path, ast.parse(source)) == []
