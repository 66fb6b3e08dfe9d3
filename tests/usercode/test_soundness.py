"""Packages are made by chance and run: each function that ran is one that the reader said could run."""

import contextlib
import importlib
import itertools
import random
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from mlspec.source.tree import BufferTree
from mlspec.usercode.entrypoint import Entrypoint
from mlspec.usercode.modules import SourceModules
from mlspec.usercode.reachability import Reachability
from mlspec.usercode.signatures import find_entrypoint

MODULES = 4
FUNCTIONS = 4
COUNTER = itertools.count()


class Package:
    """Function `f<n>` of module `m<k>` calls only later ones, so that every run ends."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.name = f"made{next(COUNTER)}"
        self.opaque = self.chance.random() < 0.3  # a file that counts whole tells little about the others
        self.exports = []
        self.files = {}
        for module in reversed(range(MODULES)):
            self.files[f"{self.name}/m{module}.py"] = self.module(module)
        self.files[f"{self.name}/base.py"] = BASE
        self.files[f"{self.name}/__init__.py"] = self.init()

    def init(self):
        head = self.chance.choice(["", "from .base import REGISTRY", "from . import base\nfrom .base import *"])
        return "\n".join([head, *dict.fromkeys(self.exports), ""])

    def module(self, module):
        self.heads = ["import functools, importlib, sys", "from .base import register, timed, Base, REGISTRY"]
        self.tails = []
        parts = [part for number in range(FUNCTIONS) for part in self.function(module, number)]
        return "\n".join([*dict.fromkeys(self.heads), *parts, *self.tails, ""])

    def function(self, module, number):
        """A function, in one of the ways in which its callers can get hold of it."""
        calls = [self.call(module, number) for _ in range(self.chance.choice([0, 1, 1, 1, 2]))]
        body = "\n".join(f"    {line}" for call in calls for line in call.split("\n")) or "    pass"
        name = f"f{number}"
        way = self.chance.choice(["plain", "plain", "timed", "cached", "register", "class", "two", "try", "hook"])
        deep = body.replace("\n", "\n    ")
        if way == "class":
            return [f"class C{number}:\n    def run(self):\n    {deep}", f"def {name}(): C{number}().run()"]
        if way == "two":
            return [f"if sys.platform == '':\n    def {name}(): pass\nelse:\n    def {name}():\n    {deep}"]
        if way == "try":
            return [f"try:\n    from nowhere import {name}\nexcept ImportError:\n    def {name}():\n    {deep}"]
        if way == "hook":
            mine = f"one.__name__ == 'H{number}' and one.__module__ == __name__"
            return [
                f"class H{number}(Base):\n    @staticmethod\n    def hooked():\n    {deep}",
                f"def {name}(): [one.hooked() for one in Base.__subclasses__() if {mine}]",
            ]
        marks = {
            "timed": "@timed\n",
            "cached": "@functools.lru_cache\n",
            "register": f"@register('{module}.{number}')\n",
        }
        return [f"{marks.get(way, '')}def {name}():\n{body}"]

    def call(self, module, number):
        """A call of a later function."""
        if module == MODULES - 1 or self.chance.random() < 0.3:
            if number == FUNCTIONS - 1:
                return "x = 1"
            return self.own(self.chance.randrange(number + 1, FUNCTIONS))
        return self.foreign(module, self.chance.randrange(module + 1, MODULES), self.chance.randrange(FUNCTIONS))

    def own(self, number):
        name = f"f{number}"
        seen = [
            ("", f"{name}()"),
            ("", f"(lambda: {name}())()"),
            ("", f"[{name}() for _ in range(1)]"),
            ("", f"chosen = {name}\nchosen()"),
            ("", f"functools.partial({name})()"),
            ("", f"def inner():\n    return {name}()\ninner()"),
            ("", f"class Inner:\n    use = {name}\nInner.use()"),
            (f"alias{number} = {name}", f"alias{number}()"),
            (f"TABLE{number} = {{'a': [{name}]}}", f"TABLE{number}['a'][0]()"),
            (f"part{number} = functools.partial({name})", f"part{number}()"),
            (f"def outer{number}(call={name}): call()", f"outer{number}()"),
            (f"class K{number}:\n    use = staticmethod({name})", f"K{number}().use()"),
            (f"pick{number} = lambda: {name}()", f"pick{number}()"),
        ]
        unseen = [
            ("", f"globals()['{name}']()"),
            ("", f"getattr(sys.modules[__name__], '{name}')()"),
            ("", f"eval('{name}()')"),
        ]
        tail, call = self.chance.choice(seen + unseen * self.opaque)
        self.tails.append(tail)
        return call

    def foreign(self, user, module, number):
        where, name, whole = f"m{module}", f"f{number}", f"{self.name}.m{module}"
        seen = [
            (f"from .{where} import {name} as {where}_{name}", f"{where}_{name}()"),
            (f"from . import {where}", f"{where}.{name}()"),
            (f"import {whole}", f"{whole}.{name}()"),
            (f"import {whole} as whole_{where}", f"whole_{where}.{name}()"),
            (f"from . import {where}", f"getattr({where}, '{name}')()"),
            (f"from . import {where}", f"REGISTRY.get('{module}.{number}', int)()"),
            (f"from .{where} import *", f"f{FUNCTIONS + user * MODULES + module}()"),
            ("", f"from .{where} import {name} as here\nhere()"),
            ("", f"from . import {where} as local\nlocal.{name}()"),
            ("", f"from . import {where}_{name}_again\n{where}_{name}_again()"),
            ("", f"importlib.import_module('{whole}').{name}()"),
            ("", f"importlib.import_module('.{where}', __package__).{name}()"),
            ("", f"__import__('{whole}', fromlist=['x']).{name}()"),
        ]
        unseen = [
            (f"from . import {where}", f"getattr({where}, 'f' + str({number}))()"),
            (f"from . import {where}", f"module = {where}\nmodule.{name}()"),
            ("", f"importlib.import_module('{self.name}.' + 'm' + str({module})).{name}()"),
        ]
        head, call = self.chance.choice(seen + unseen * self.opaque)
        self.heads.append(head)
        if "_again" in call:
            self.exports.append(f"from .{where} import {name} as {where}_{name}_again")
        if head.endswith("*"):  # a name that only the star brings
            self.files[f"{self.name}/{where}.py"] += f"def f{FUNCTIONS + user * MODULES + module}(): {name}()\n"
        return call


BASE = """
REGISTRY = {}


class Base:
    @staticmethod
    def hooked(): pass


def register(name):
    def keep(function):
        REGISTRY[name] = function
        return function
    return keep


def timed(function):
    def run(*arguments):
        return function(*arguments)
    return run
"""


def run(package, folder):
    """The definitions of which some code ran, but the decorators, which run on import for whom they keep nothing."""
    for name, text in package.files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text)
    ran = set()

    def watch(frame, event, argument):
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(str(folder)) and code.co_flags & 2:  # a function's own scope
            ran.add(f"{frame.f_globals['__name__']}:{code.co_qualname.partition('.')[0]}")

    sys.path.insert(0, str(folder))
    try:
        importlib.invalidate_caches()
        module = importlib.import_module(f"{package.name}.m0")
        sys.setprofile(watch)
        try:
            with contextlib.suppress(NameError):  # a name may be that of a later import in the same function
                module.f0()
        finally:
            sys.setprofile(None)
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == package.name]:
            del sys.modules[name]
    return {name for name in ran if not name.endswith((">", "base:register", "base:timed"))}


@settings(max_examples=150)
@given(st.integers(0, 2**32))
def test_whatever_ran_was_reached(tmp_path_factory, seed):
    package = Package(seed)
    modules = SourceModules(BufferTree({name: text.encode() for name, text in package.files.items()}), (".",))
    entrypoint = find_entrypoint(modules, f"{package.name}.m0:f0")
    assert isinstance(entrypoint, Entrypoint), entrypoint
    reach = Reachability(modules).reach(entrypoint)
    reached = {name.partition(" (")[0] for name in reach.definitions}
    assert run(package, tmp_path_factory.mktemp("made")) <= reached, package.files
