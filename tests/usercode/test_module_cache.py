"""Facts of modules are kept by content: a second compile needs no syntax tree and finds the same."""

import marshal
import subprocess
import sys
from pathlib import Path

import pytest

from mlspec.usercode.entrypoint import Entrypoint
from mlspec.usercode.reachability import Reachability
from mlspec.usercode.signatures import find_entrypoint

COMPILER = Path(__file__).parents[2] / "compiler"

FILES = {
    "p/__init__.py": '"""Doc."""\nfrom .m import f\nprint("on import")',
    "p/m.py": """
        import numpy as np
        import effect
        from .h import *
        from typing import NamedTuple
        LIMIT = 3
        class R(NamedTuple):
            a: int
            b: int
        @deco
        async def f(x: "np.ndarray", *, y: int = 2) -> R:
            import json
            if x: return R(1, 2)
            return g(x.__doc__, LIMIT)
        try:
            from fast import z
        except ImportError:
            z = None
        """,
    "p/h.py": "def g(x, y): return {'a': 1}\ndef deco(f): return f\n",
    "p/bad.py": "def f(:",
}


class Kept(dict):
    """What a cache on disk does: only plain data, and only by its bytes."""

    def __init__(self):
        super().__init__()
        self.hits = 0

    def get(self, key):
        found = super().get(key)
        self.hits += found is not None
        return None if found is None else marshal.loads(found)

    def put(self, key, facts):
        self[key] = marshal.dumps(facts)


def compile_once(sources, cache, files=FILES, names=("p:f", "p.h:g", "p.bad:f", "p.m:R")):
    modules = sources(files, cache=cache)
    reachability = Reachability(modules)
    found = [find_entrypoint(modules, name) for name in names]
    reached = [reachability.reach(one) for one in found if isinstance(one, Entrypoint)]
    modules.settle()
    return found, reached


def test_a_second_compile_finds_the_same(sources):
    cache = Kept()
    cold = compile_once(sources, cache)
    assert cold == compile_once(sources, None)
    stored = dict(cache)
    warm = compile_once(sources, cache)
    assert warm == cold
    assert cache.hits == 4
    assert dict(cache) == stored


def test_what_the_cache_does_not_know_yet_is_read_and_kept(sources):
    cache = Kept()
    compile_once(sources, cache, names=["p.h:deco"])
    before = len(b"".join(cache.values()))
    cold = compile_once(sources, None)
    assert compile_once(sources, cache) == cold
    assert len(b"".join(cache.values())) > before
    assert compile_once(sources, cache) == cold


def test_asking_goes_on_after_settling(sources):
    modules = sources(FILES)
    found = find_entrypoint(modules, "p.h:deco")
    modules.settle()
    assert isinstance(found, Entrypoint)
    assert isinstance(find_entrypoint(modules, "p:f"), Entrypoint)
    assert Reachability(modules).reach(found).definitions == ("p.h:deco",)


def test_the_key_tells_content_and_python(sources):
    cache = Kept()
    compile_once(sources, cache)
    changed = Kept()
    compile_once(sources, changed, files={**FILES, "p/h.py": FILES["p/h.py"] + "# other\n"})
    assert len(set(cache) - set(changed)) == len(set(changed) - set(cache)) == 1
    series = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert all(f"-{series}-" in key for key in cache)


@pytest.mark.parametrize("entry", ["p:f", "p.h:g"])
def test_a_warm_compile_needs_no_syntax_tree(sources, tmp_path, entry):
    cache = Kept()
    compile_once(sources, cache, names=[entry])
    (tmp_path / "cache").write_bytes(marshal.dumps(dict(cache)))
    files = {f"src/{name}": sources({name: text}).tree.files[f"src/{name}"] for name, text in FILES.items()}
    (tmp_path / "files").write_bytes(marshal.dumps(files))
    script = f"""
import marshal, sys
from mlspec.source.tree import BufferTree
from mlspec.usercode.modules import SourceModules
from mlspec.usercode.reachability import Reachability
from mlspec.usercode.signatures import find_entrypoint
class Kept(dict):
    def get(self, key): return marshal.loads(self[key])
    def put(self, key, facts): raise AssertionError(key)
kept = Kept(marshal.loads(open({str(tmp_path / "cache")!r}, "rb").read()))
modules = SourceModules(BufferTree(marshal.loads(open({str(tmp_path / "files")!r}, "rb").read())), ("src",), kept)
print(Reachability(modules).reach(find_entrypoint(modules, {entry!r})).digest)
modules.settle()
assert "ast" not in sys.modules
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env={"PYTHONPATH": str(COMPILER)}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().strip() == compile_once(sources, None, names=[entry])[1][0].digest
