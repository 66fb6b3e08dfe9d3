"""The closure of an entry point: what can take part when it runs counts, what cannot does not."""

import pytest

# Each case: files, and the definitions that `m:f` reaches, without those of `m` that are `f` itself.
CASES = {
    "names of the module": (
        {
            "m.py": (
                "def f(): return g(1) + LIMIT\ndef g(x): return h(x)\ndef h(x): ...\nLIMIT = 3\n"
                "OTHER = 4\ndef no(): ..."
            )
        },
        ["m:LIMIT", "m:g", "m:h"],
    ),
    "defaults and decorators": (
        {"m.py": "def deco(x): return x\nD = 3\nE = 4\n@deco\ndef f(a=D, *, b=E): ...\ndef no(): ..."},
        ["m:D", "m:E", "m:deco"],
    ),
    "annotations of a plain function do not": (
        {"m.py": "class T: ...\ndef f(a: T) -> T:\n    x: T = 1\n    return x"},
        [],
    ),
    "annotations of a decorated function do": (
        {"m.py": "import typer\nclass T: ...\nclass U: ...\n@typer.x\ndef f(a: T, b: 'list[U]'): ..."},
        ["m:T", "m:U"],
    ),
    "a class counts with its bases, methods and fields": (
        {
            "m.py": """
            from dataclasses import dataclass
            def f(): return Data()
            class Base:
                def method(self): return used()
            class Field: ...
            class Other: ...
            @dataclass
            class Data(Base):
                one: Field
                two: "Other" = None
                @property
                def three(self) -> Annotated: return CONSTANT
            class Annotated: ...
            CONSTANT = 1
            def used(): ...
            """
        },
        ["m:Annotated", "m:Base", "m:CONSTANT", "m:Data", "m:Field", "m:Other", "m:used"],
    ),
    "locals hide names of the module": (
        {
            "m.py": """
            def f(data, *rest, key=None, **more):
                model = 1
                for item in data: pass
                with open(key) as file: pass
                try: pass
                except ValueError as error: print(error)
                def inner(x): return x + model
                match data:
                    case {"a": first, **others}: return first, others
                    case [one, *tail]: return one, tail
                import json
                del item
                return inner, rest, more, [n for n in data], (walrus := 1), (lambda y: y)
            def data(): ...
            def rest(): ...
            def key(): ...
            def more(): ...
            def model(): ...
            def item(): ...
            def file(): ...
            def error(): ...
            def inner(): ...
            def x(): ...
            def first(): ...
            def others(): ...
            def one(): ...
            def tail(): ...
            def json(): ...
            def n(): ...
            def walrus(): ...
            def y(): ...
            """
        },
        [],
    ),
    "names that a comprehension or a class body binds stay visible outside": (
        {
            "m.py": """
            def f(xs):
                class C:
                    g = 1
                    def use(self): return g
                return [h for h in xs], h, C
            def g(): ...
            def h(): ...
            """
        },
        ["m:g", "m:h"],
    ),
    "global": ({"m.py": "STATE = None\ndef f():\n    global STATE\n    STATE = 1"}, ["m:STATE"]),
    "attribute of a module": (
        {
            "m.py": "import helpers\ndef f(): return helpers.g()",
            "helpers.py": "def g(): return h()\ndef h(): ...\ndef no(): ...",
        },
        ["helpers:g", "helpers:h"],
    ),
    "module under another name": (
        {"m.py": "import a.b as x\ndef f(): x.g()", "a/b.py": "def g(): ...\ndef no(): ..."},
        ["a.b:g"],
    ),
    "import of a dotted module": (
        {
            "m.py": "import a.b\nimport a.c\ndef f(): a.b.g()",
            "a/__init__.py": "",
            "a/b.py": "def g(): ...",
            "a/c.py": "def no(): ...",
        },
        ["a.b:g"],
    ),
    "relative imports": (
        {
            "p/__init__.py": "",
            "p/q/__init__.py": "",
            "p/q/m.py": "from ..h import g\nfrom . import k\nfrom .. import h as hh\ndef f(): g(); k.l(); hh.i()",
            "p/q/k.py": "def l(): ...\ndef no(): ...",
            "p/h.py": "def g(): ...\ndef i(): ...\ndef no(): ...",
            "m.py": "from p.q.m import f as ff\ndef f(): ff()",
        },
        ["p.h:g", "p.h:i", "p.q.k:l", "p.q.m:f"],
    ),
    "a package that imports its own modules": (
        {
            "m.py": "import p\ndef f(): p.use()",
            "p/__init__.py": "from . import a\ndef use(): a.g()",
            "p/a.py": "def g(): ...",
        },
        ["p.a:g", "p:use"],
    ),
    "names that two modules import from each other": (
        {"m.py": "from a import x\ndef f(): x()", "a.py": "from b import x", "b.py": "from a import x"},
        [],
    ),
    "re-exports of a package": (
        {
            "m.py": "from p import g\ndef f(): g()",
            "p/__init__.py": "from .impl import helper as g, other",
            "p/impl.py": "def helper(): ...\ndef other(): ...",
        },
        ["p.impl:helper"],
    ),
    "star imports": (
        {
            "m.py": "from a import *\nfrom b import *\ndef f(): g(); h()",
            "a.py": "__all__ = ['g']\ndef g(): ...\ndef no(): ...",
            "b.py": "from c import *\ndef no(): ...",
            "c.py": "def h(): ...\ndef no(): ...",
        },
        ["a:__all__", "a:g", "c:h"],
    ),
    "a star import that hides a builtin": (
        {"m.py": "from a import *\ndef f(): return sum([])", "a.py": "def sum(x): ...\ndef no(): ..."},
        ["a:sum"],
    ),
    "a star import for annotations": (
        {"m.py": "if TYPE_CHECKING:\n    from a import *\ndef f(): return g()", "a.py": "def g(): ..."},
        [],
    ),
    "star imports in a circle": (
        {"m.py": "from a import *\ndef f(): g(); missing()", "a.py": "from m import *\ndef g(): ..."},
        ["a:g"],
    ),
    "imports in a circle": (
        {"m.py": "import a\ndef f(): a.g()\ndef back(): ...", "a.py": "import m\ndef g(): m.back()\ndef no(): ..."},
        ["a:g", "m:back"],
    ),
    "imports within a function": (
        {
            "m.py": "def f():\n    from a import g\n    import b.c as d\n    g(); d.h()\ndef g(): ...",
            "a.py": "def g(): ...\ndef no(): ...",
            "b/c.py": "def h(): ...\ndef no(): ...",
        },
        ["a:g", "b.c:h", "m:g"],
    ),
    "conditional definitions count in all variants": (
        {
            "m.py": """
            import sys
            try:
                from fast import g
            except ImportError:
                def g(): return slow()
            if sys.platform == LINUX:
                def h(): return 1
            else:
                def h(): return 2
            LINUX = "linux"
            def slow(): ...
            def f(): g(); h()
            """,
            "fast.py": "def g(): ...",
        },
        ["fast:g", "m:LINUX", "m:g", "m:h", "m:h (2)", "m:slow"],
    ),
    "imports for annotations alone": (
        {
            "m.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a import T\ndef f(x: 'T'): ...",
            "a.py": "print(1)",
        },
        [],
    ),
    "literal names": (
        {
            "m.py": (
                "import importlib, a\ndef f():\n  getattr(a, 'g')\n  importlib.import_module('b').x()\n"
                "  getattr(a, 'k', 'default')"
            ),
            "a.py": "def g(): ...\ndef k(): ...\ndef no(): ...",
            "b.py": "def x(): ...\ndef y(): ...",
        },
        ["a:g", "a:k", "b:x", "b:y"],
    ),
    "literal start of a module's name": (
        {
            "p/__init__.py": "",
            "p/m.py": (
                "from importlib import import_module\n"
                "def f(k): import_module(f'p.models.{k}'); import_module('.x', __package__)"
            ),
            "p/x.py": "def x(): ...",
            "p/no.py": "def no(): ...",
            "p/models/__init__.py": "",
            "p/models/a.py": "def one(): ...",
            "p/models/deep/b.py": "def two(): ...",
            "m.py": "import p.m\ndef f(): p.m.f(1)",
        },
        ["p.m:f", "p.models.a:one", "p.models.deep.b:two", "p.x:x"],
    ),
    "what a statement on import uses": (
        {"m.py": "def setup(): deep()\ndef deep(): ...\nsetup()\ndef f(): ...\ndef no(): ..."},
        ["m:deep", "m:setup"],
    ),
    "what an assignment does on import": (
        {
            "m.py": (
                "def make(): ...\nUNUSED = make()\nQUIET = {'a': [1, 2], 'b': frozenset(x)}\n"
                "log = logging.getLogger(__name__)\ndef f(): ..."
            )
        },
        ["m:UNUSED", "m:make"],
    ),
    "what the package above does on import": (
        {
            "m.py": "from p.q import g\ndef f(): g()",
            "p/__init__.py": "def patch(): ...\npatch()",
            "p/q.py": "def g(): ...",
        },
        ["p.q:g", "p:patch"],
    ),
    "a main block does not run on import": (
        {"m.py": "def f(): ...\ndef main(): f()\nif __name__ == '__main__':\n    main()"},
        [],
    ),
    "aliases": ({"m.py": "def g(): ...\nh = g\ndef f(): h()"}, ["m:g", "m:h"]),
    "several targets": ({"m.py": "a, b = 1, 2\nc = d = 3\ndef f(): return b + d\nno = 4"}, ["m:a, b", "m:c, d"]),
    "names of f-strings": ({"m.py": "def g(): ...\nW = 3\ndef f(x): return f'{g()!r:>{W}}'"}, ["m:W", "m:g"]),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_definitions(reach, case):
    files, expected = case
    found = reach(files)
    assert [one for one in found.definitions if one != "m:f"] == expected
    assert not found.notes


REGISTRIES = {
    "a registry that is reached": (
        "R = {}\ndef register(f): R[f.__name__] = f; return f\n@register\ndef g(): ...\ndef f(name): return R[name]()",
        True,
    ),
    "a registry that is not": (
        "R = {}\ndef register(f): R[f.__name__] = f; return f\n@register\ndef g(): ...\ndef f(name): return 1",
        False,
    ),
    "an attribute of a function": (
        "def register(f): register.all.append(f); return f\n@register\ndef g(): ...\ndef f(): return register.all[0]()",
        True,
    ),
    "a class that keeps": (
        (
            "class R:\n    all = []\n    @classmethod\n    def add(cls, f): cls.all.append(f)\n@R.add\n"
            "def g(): ...\ndef f(): return R.all"
        ),
        True,
    ),
    "a decorator that keeps nothing": (
        (
            "import time\ndef timed(f):\n    def run(*a): return f(*a)\n    return run\n@timed\ndef g(): ...\n"
            "@timed\ndef f(): ..."
        ),
        False,
    ),
    "a decorator that only has a constant and a logger": (
        (
            "log = logging.getLogger()\nN = 3\ndef timed(f): log.info(N); return f\n@timed\ndef g(): ...\n@timed\n"
            "def f(): log.info(N)"
        ),
        False,
    ),
    "an unknown decorator of a library": ("import lib\n@lib.register\ndef g(): ...\ndef f(): ...", True),
    "a known decorator of a library": ("import functools\n@functools.cache\ndef g(): ...\ndef f(): ...", False),
    "a command of a command line": (
        "import typer\napp = typer.Typer()\n@app.command()\ndef g(): ...\ndef f(): ...",
        False,
    ),
    "a route of an app that is reached": (
        "import fastapi\napp = fastapi.FastAPI()\n@app.get('/')\ndef g(): ...\ndef f(): app",
        True,
    ),
    "a decorator that cannot be named": ("@(lambda f: f)\ndef g(): ...\ndef f(): ...", True),
    "a subclass that its base learns of": (
        (
            "class B:\n    def __init_subclass__(cls): B.all.append(cls)\nclass C(B): ...\nclass g(C): ...\n"
            "def f(): return B.all"
        ),
        True,
    ),
    "a subclass that its base puts elsewhere": (
        "R = []\nclass B:\n    def __init_subclass__(cls): R.append(cls)\nclass g(B): ...\ndef f(): return R",
        True,
    ),
    "a subclass whose base's metaclass keeps it": (
        (
            "R = []\nclass M(type):\n    def __new__(m, *a): R.append(a)\nclass B(metaclass=M): ...\n"
            "class g(B): ...\ndef f(): return R"
        ),
        True,
    ),
    "a function for one type": (
        "import functools\n@functools.singledispatch\ndef h(x): ...\n@h.register\ndef g(x: int): ...\ndef f(): h(1)",
        True,
    ),
    "a function for one type that nobody asks for": (
        "import functools\n@functools.singledispatch\ndef h(x): ...\n@h.register\ndef g(x: int): ...\ndef f(): ...",
        False,
    ),
    "a subclass that nobody learns of": ("class B: ...\nclass g(B): ...\ndef f(): return B()", False),
    "a subclass that is asked for": ("class B: ...\nclass g(B): ...\ndef f(): return B.__subclasses__()", True),
    "a subclass that a value's class is asked for": (
        "class B: ...\nclass C(B): ...\nclass g(C): ...\ndef f(): return type(B()).__subclasses__()",
        True,
    ),
    "a base that is made by a call": ("from orm import base\nB = base()\nclass g(B): ...\ndef f(): ...", True),
    "a metaclass that keeps": (
        "R = []\nclass M(type):\n    def __new__(m, *a): R.append(a)\nclass g(metaclass=M): ...\ndef f(): return R",
        True,
    ),
    "an abstract class": ("import abc\nclass g(metaclass=abc.ABCMeta): ...\ndef f(): ...", False),
    "a registered method": (
        "R = []\ndef reg(f): R.append(f)\nclass g:\n    @reg\n    def x(self): ...\ndef f(): return R",
        True,
    ),
    "a class that does something when made": ("class g:\n    print(1)\ndef f(): ...", True),
    "a default that does something": ("import lib\ndef g(x=lib.start()): ...\ndef f(): ...", True),
}


@pytest.mark.parametrize("case", REGISTRIES.values(), ids=REGISTRIES.keys())
def test_what_is_handed_on_counts(reach, case):
    text, counts = case
    assert ("m:g" in reach({"m.py": text}).definitions) is counts


OPAQUE = {
    "a module as a value": ("import a\ndef f(name): return getattr(a, name)()", ["src/a.py"], "handed on as a value"),
    "a module as an argument": (
        "import a\ndef f(): return run(a)\ndef run(x): ...",
        ["src/a.py"],
        "handed on as a value",
    ),
    "globals": ("def f(name): return globals()[name]()", ["src/m.py"], "`globals` looks names up"),
    "eval": ("def f(text): return eval(text)", ["src/m.py"], "`eval` looks names up"),
    "exec": ("def f(text): exec(text)", ["src/m.py"], "`exec` looks names up"),
    "sys.modules": ("import sys\ndef f(n): return getattr(sys.modules[__name__], n)", ["src/m.py"], "`sys.modules`"),
    "import by a name": (
        "import importlib\ndef f(n): return importlib.import_module(n)",
        ["src/a.py", "src/b.py", "src/m.py"],
        "`importlib.import_module` imports what",
    ),
    "import under another name": (
        "from importlib import import_module as load\ndef f(n): return load(n)",
        ["src/a.py", "src/b.py", "src/m.py"],
        "`importlib.import_module` imports what",
    ),
    "a path of its own": (
        "import sys\nsys.path.insert(0, 'lib')\ndef f(): ...",
        ["src/m.py"],
        "`sys.path` can bring in code",
    ),
    "a name that is not there": ("import a\ndef f(): return a.later()", ["src/a.py"], "`later` is not to be seen"),
    "a function for missing names": ("import b\ndef f(): return b.later()", ["src/b.py"], "`later` is not to be seen"),
    "a module's dictionary": (
        "import a\ndef f(n): return a.__dict__[n]()",
        ["src/a.py"],
        "`__dict__` is not to be seen",
    ),
}


@pytest.mark.parametrize("case", OPAQUE.values(), ids=OPAQUE.keys())
def test_what_cannot_be_seen_counts_whole_and_is_said(reach, case):
    text, whole, message = case
    files = {
        "m.py": text + "\ndef unused(): ...",
        "a.py": "def g(): ...",
        "b.py": "def __getattr__(name): ...\ndef h(): ...",
    }
    found = reach(files)
    assert list(found.whole_files) == whole
    assert any(message in note.message for note in found.notes)
    for path in whole:
        module = path.removeprefix("src/").removesuffix(".py")
        expected = {"m": "m:unused", "a": "a:g", "b": "b:h"}[module]
        assert expected in found.definitions
    assert found.notes[0].place.path == "src/m.py"


def test_a_note_stands_at_the_definition(reach):
    text = "\ndef other(): ...\n\ndef f(name):\n    return eval(name)\n"
    note = reach({"m.py": text}).notes[0]
    assert text[note.place.span.start : note.place.span.end] == "f"
    assert note.place.span.start > text.index("other")


def test_a_file_that_does_not_parse_counts_by_its_bytes(reach):
    found = reach({"m.py": "import bad\ndef f(): bad.x()", "bad.py": "def x(:"})
    assert found.whole_files == ("src/bad.py",)
    assert "cannot be read" in found.notes[0].message
    assert found.notes[0].place.path == "src/bad.py"
    other = reach({"m.py": "import bad\ndef f(): bad.x()", "bad.py": "def y(:"})
    assert dict(found.digests)["bad (file)"] != dict(other.digests)["bad (file)"]


def test_modules_and_libraries(reach):
    found = reach(
        {
            "m.py": (
                "import numpy as np\nfrom os.path import join\nimport p.a\nimport unused\n"
                "def f(): np.abs(join()); p.a.g()"
            ),
            "p/__init__.py": "from . import b",
            "p/a.py": "def g(): ...",
            "p/b.py": "",
        }
    )
    assert found.modules == ("m", "p", "p.a", "p.b")
    assert found.libraries == ("numpy.abs", "os.path.join")
    assert found.whole_files == ()


def test_reach_modules_takes_all_of_them():
    from mlspec.source.tree import BufferTree
    from mlspec.usercode.modules import SourceModules
    from mlspec.usercode.reachability import Reachability

    tree = BufferTree({"src/m.py": b"from a import g\ndef f(): ...", "src/a.py": b"def g(): ...\ndef no(): ..."})
    found = Reachability(SourceModules(tree, ("src",))).reach_modules(["m", "absent"])
    assert found.definitions == ("a:g", "m:f")
    assert found.whole_files == ("src/m.py",)
