"""Which edits of a file change the digest of an entry point, and which do not."""

import pytest

BASE = {
    "p/__init__.py": "from .model import f",
    "p/model.py": """
        import json
        import numpy as np
        from .helpers import scale
        from . import tables

        LIMIT = 3
        NOTHING = 4

        def f(x, y=LIMIT):
            return scale(np.abs(x), tables.WIDTH)

        def other(x):
            return json.dumps(x) + NOTHING
        """,
    "p/helpers.py": """
        import logging
        logger = logging.getLogger(__name__)

        def scale(x, width):
            logger.info("scale")
            return x / width

        def other(): ...
        """,
    "p/tables.py": """
        WIDTH = 4
        HEIGHT = 5
        if HEIGHT > 3:
            DEPTH = 1
        else:
            DEPTH = 2
        """,
}

# file, what is replaced, what stands there then
NO_CHANGE = {
    "a comment": ("p/model.py", "LIMIT = 3", "LIMIT = 3  # three"),
    "an unreached function": ("p/model.py", "json.dumps(x)", "json.loads(x)"),
    "an unreached constant": ("p/model.py", "NOTHING = 4", "NOTHING = 5"),
    "an unreached constant of another module": ("p/tables.py", "HEIGHT = 5", "HEIGHT = 6"),
    "an unreached branch": ("p/tables.py", "DEPTH = 1", "DEPTH = 7"),
    "a new function with an import of its own": (
        "p/model.py",
        "def other",
        "import seaborn\ndef plot(): seaborn.show()\n\ndef other",
    ),
    "a new import for annotations": ("p/model.py", "import json", "import json, typing\ndef new(x: typing.Any): ..."),
    "the order of imports": ("p/model.py", "import json\nimport numpy as np", "import numpy as np\nimport json"),
    "imports in one line": ("p/model.py", "import json\nimport numpy as np", "import numpy as np, json"),
    "an import of the same module twice": (
        "p/model.py",
        "from . import tables",
        "from . import tables\nfrom . import helpers",
    ),
    "an annotation": ("p/model.py", "def f(x, y=LIMIT)", "def f(x: int, y: 'np.ndarray' = LIMIT) -> None"),
    "a docstring": ("p/model.py", "return scale", "'''Doc.'''\n    return scale"),
    "a docstring of the module": ("p/model.py", "import json", "'''Doc.'''\nimport json"),
    "the order of definitions": ("p/model.py", "LIMIT = 3\nNOTHING = 4", "NOTHING = 4\nLIMIT = 3"),
    "an unused name of the package": ("p/__init__.py", "from .model import f", "from .model import f, other"),
    "all names of the package": ("p/__init__.py", "from .model import f", "from .model import f\n__all__ = ['f']"),
    "a main block": ("p/model.py", "def other", "if __name__ == '__main__':\n    f(1)\n\ndef other"),
    "a logger's name": ("p/helpers.py", "def other", "log2 = logging.getLogger('x')\ndef other"),
}

CHANGE = {
    "the function": ("p/model.py", "np.abs(x)", "np.sin(x)"),
    "a default": ("p/model.py", "y=LIMIT", "y=5"),
    "a constant": ("p/model.py", "LIMIT = 3", "LIMIT = 2"),
    "a helper": ("p/helpers.py", "x / width", "x * width"),
    "a constant of another module": ("p/tables.py", "WIDTH = 4", "WIDTH = 5"),
    "what a name means": ("p/model.py", "import numpy as np", "import cupy as np"),
    "whence a helper comes": ("p/model.py", "from .helpers import scale", "from .helpers import other as scale"),
    "a statement that runs on import": ("p/tables.py", "WIDTH = 4", "WIDTH = 4\nprint(1)"),
    "a statement of the package": (
        "p/__init__.py",
        "from .model import f",
        "import os\nos.environ['A'] = '1'\nfrom .model import f",
    ),
    "a value made by an unknown call": ("p/helpers.py", "def other", "started = start()\ndef other"),
    "an import for what it does": ("p/model.py", "import json", "import json\nimport sklearn.experimental.enable_x"),
    "a second definition": ("p/helpers.py", "def other(): ...", "def scale(x, width): ..."),
    "a condition around it": ("p/tables.py", "WIDTH = 4", "if WIDE: WIDTH = 4"),
    "a variant": ("p/helpers.py", "def other(): ...", "try:\n    from fast import scale\nexcept ImportError: pass"),
    "a decorator": ("p/model.py", "def f(", "@np.vectorize\ndef f("),
    "a change in place": ("p/helpers.py", "def other(): ...", "scale.slow = True"),
}


@pytest.fixture
def edited(reach):
    def digest(path, before, after):
        files = dict(BASE)
        if path:
            text = "\n".join(line.removeprefix(" " * 8) for line in files[path].split("\n"))
            assert before in text
            files[path] = text.replace(before, after)
        return dict(reach(files, "p:f").digests)

    return digest


@pytest.mark.parametrize("edit", NO_CHANGE.values(), ids=NO_CHANGE.keys())
def test_no_change(edited, edit):
    assert edited(*edit) == edited("", "", "")


@pytest.mark.parametrize("edit", CHANGE.values(), ids=CHANGE.keys())
def test_change(edited, edit):
    assert edited(*edit) != edited("", "", "")


def test_the_names_of_digests(edited):
    assert list(edited("", "", "")) == [
        "p.helpers (imports)",
        "p.helpers:logger",
        "p.helpers:scale",
        "p.model (imports)",
        "p.model:LIMIT",
        "p.model:f",
        "p.tables:WIDTH",
    ]


def test_branches_and_variants_cannot_be_swapped(reach):
    text = (
        "import m1, m2\nif A:\n    X = 1\nelse:\n    X = 2\ntry:\n    import m1 as y\nexcept E:\n"
        "    import m2 as y\ndef f(): X, y.z"
    )
    before = reach({"m.py": text}).digest
    assert (
        reach({"m.py": text.replace("X = 1", "X = 3").replace("X = 2", "X = 1").replace("X = 3", "X = 2")}).digest
        != before
    )
    assert (
        reach(
            {"m.py": text.replace("import m1 as", "import m3 as").replace("m2 as", "m1 as").replace("m3 as", "m2 as")}
        ).digest
        != before
    )
    assert reach({"m.py": text.replace("except E", "except F")}).digest != before
    assert reach({"m.py": text.replace("if A", "if B")}).digest != before


def test_the_order_of_statements_on_import_counts(reach):
    assert reach({"m.py": "a()\nb()\ndef f(): ..."}).digest != reach({"m.py": "b()\na()\ndef f(): ..."}).digest
    assert reach({"m.py": "a()\ndef f(): ...\nb()"}).digest == reach({"m.py": "def f(): ...\na()\nb()"}).digest


def test_an_imported_variant_of_the_entry_point_counts(reach):
    text = "try:\n    from fast import f\nexcept ImportError:\n    def f(): ..."
    assert reach({"m.py": text, "fast.py": "def f(): ..."}).definitions == ("fast:f", "m:f")


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("def f():\n    '''{}'''", False),
        ("def f():\n    '''{}'''\n    return f.__doc__", True),
        ("import inspect\nclass C:\n    def g(self): '''{}'''\ndef f(): return inspect.getdoc(C.g)", True),
        ("'''{}'''\ndef f(): return __doc__", True),
        ("import dspy\nclass Q(dspy.Signature):\n    '''{}'''\ndef f(): Q", True),
        ("from langchain_core.tools import tool\n@tool\ndef g():\n    '''{}'''\ndef f(): g", True),
        ("class Q(Base):\n    '''{}'''\ndef f(): Q", False),
    ],
)
def test_docstrings_that_are_read_count(reach, text, counts):
    one, two = (reach({"m.py": text.format(words)}).digest for words in ("One.", "Two."))
    assert (one != two) is counts


def test_digests_of_one_entry_point_do_not_depend_on_others(sources):
    from mlspec.usercode.reachability import Reachability
    from mlspec.usercode.signatures import find_entrypoint

    modules = sources(BASE)
    together = Reachability(modules)
    names = ["p.helpers:other", "p:f", "p.model:other", "p.helpers:scale"]
    for name in [*names, *reversed(names)]:
        apart = sources(BASE)
        assert together.reach(find_entrypoint(modules, name)) == Reachability(apart).reach(find_entrypoint(apart, name))
