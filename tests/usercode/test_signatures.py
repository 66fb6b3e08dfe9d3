"""Entry points are read from the source: parameters, annotations, returns, or what is missing."""

import pytest

from mlspec.usercode.entrypoint import Entrypoint, Missing, MissingPart, ParameterKind
from mlspec.usercode.signatures import find_entrypoint


def entry(sources, text, name="m:f", **others):
    found = find_entrypoint(sources({"m.py": text, **others}), name)
    assert isinstance(found, Entrypoint), found
    return found


def missing(sources, text, name="m:f", **others):
    found = find_entrypoint(sources({"m.py": text, **others}), name)
    assert isinstance(found, Missing), found
    assert found.name == name
    return found


def test_parameters_of_every_kind(sources):
    found = entry(sources, "def f(a, /, b, c: int = 3, *d, e, g: 'float' = -1.5, h=None, i=[], **j): pass")
    read = [(p.name, p.kind, p.annotation, p.has_default, p.default_is_literal, p.default) for p in found.parameters]
    assert read == [
        ("a", ParameterKind.POSITIONAL_ONLY, "", False, False, None),
        ("b", ParameterKind.POSITIONAL_OR_KEYWORD, "", False, False, None),
        ("c", ParameterKind.POSITIONAL_OR_KEYWORD, "int", True, True, 3),
        ("d", ParameterKind.VAR_POSITIONAL, "", False, False, None),
        ("e", ParameterKind.KEYWORD_ONLY, "", False, False, None),
        ("g", ParameterKind.KEYWORD_ONLY, "float", True, True, -1.5),
        ("h", ParameterKind.KEYWORD_ONLY, "", True, True, None),
        ("i", ParameterKind.KEYWORD_ONLY, "", True, False, None),
        ("j", ParameterKind.VAR_KEYWORD, "", False, False, None),
    ]


@pytest.mark.parametrize(
    ("imports", "written", "meant"),
    [
        ("import pandas as pd", "pd.DataFrame", "pandas.DataFrame"),
        ("from datetime import datetime", "datetime", "datetime.datetime"),
        ("import datetime", "datetime.datetime", "datetime.datetime"),
        ("import os.path", "os.path.X", "os.path.X"),
        ("from .parts import Model as M", "M", "pkg.parts.Model"),
        ("from . import parts", "parts.Model", "pkg.parts.Model"),
        ("import pandas as pd", "'pd.DataFrame | None'", "pandas.DataFrame | None"),
        ("import pandas as pd", "dict[str, list['pd.DataFrame']]", "dict[str, list[pandas.DataFrame]]"),
        ("from typing import Literal", "Literal['a', 'b']", "typing.Literal['a', 'b']"),
        ("from collections.abc import Callable", "Callable[[int], str]", "collections.abc.Callable[[int], str]"),
        ("if TYPE_CHECKING:\n    import numpy as np", "np.ndarray", "numpy.ndarray"),
        ("class Own: pass", "Own", "pkg.m.Own"),
        ("", "int", "int"),
        ("", "'not an annotation('", "'not an annotation('"),
    ],
)
def test_annotations_name_what_the_imports_mean(sources, imports, written, meant):
    text = f"{imports}\ndef f(x: {written}) -> {written}: ..."
    found = find_entrypoint(sources({"pkg/__init__.py": "", "pkg/m.py": text}), "pkg.m:f")
    assert isinstance(found, Entrypoint)
    assert found.parameters[0].annotation == found.returns == meant


def test_the_place_is_that_of_the_name(sources):
    text = "# é\n@cache\nasync  def \\\n f(ü, x):\n    yield\n"
    found = entry(sources, text)
    places = [found.place, *(parameter.place for parameter in found.parameters)]
    assert [text[place.span.start : place.span.end] for place in places] == ["f", "ü", "x"]
    assert found.place.span.start == text.index(" f(") + 1
    assert (found.path, found.line) == ("src/m.py", 3)
    assert (found.is_async, found.is_generator) == (True, True)


def test_a_nested_generator_does_not_make_its_owner_one(sources):
    assert not entry(sources, "def f():\n  def g(): yield 1\n  return g").is_generator


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        ("return {'a': 1, 'b': {'c': 2, 'd': 3}}", ("a", "b.c", "b.d")),
        ("return dict(a=1, b=dict(c=2))", ("a", "b.c")),
        ("m = {'a': 1}\n m['b'] = 2\n return m", ("a", "b")),
        ("m = {}\n for x in y:\n  m['a'] = x\n return m", ("a",)),
        ("m: dict = {'a': 1}\n m.update(b=2)\n m |= {'c': 3}\n return m", ("a", "b", "c")),
        ("m = {'a': 1}\n return {**m, 'b': 2}", ("a", "b")),
        ("m = {'a': 1}\n return m | {'b': 2}", ("a", "b")),
        ("s = {'x': 1}\n return {'a': 1, 'slices': s}", ("a", "slices.x")),
        ("if x: return {'a': 1}\n return {'b': 2}", ("a", "b")),
        ("m = {'a': 1}\n print(m)\n mlflow.log_metrics(m)\n return m", ("a",)),
        ("return g()", ("g",)),
        ("return await h.g()", None),
        ("m = {'a': 1}\n fill(m)\n return m", None),
        ("m = {'a': 1}\n n = m\n n['b'] = 2\n return m", None),
        ("m = {'a': 1}\n def add(): m['b'] = 2\n add()\n return m", None),
        ("if m['x'] == 1: return {'a': 1}\n return {'a': [v for v in y], 'n': len(x)}", ("a", "n")),
        ("m = {'a': 1}\n m[k] = 2\n return m", None),
        ("m = {'a': 1}\n m = other()\n return m", None),
        ("return {k: 1}", None),
        ("return {k: 1 for k in x}", None),
        ("return {**x}", None),
        ("return x", None),
        ("pass", None),
        ("yield {'a': 1}", None),
        ("if x: return {'a': 1}\n return y", None),
        ("return R(a=1, b=2)", ("a", "b")),
        ("return N(1, 2)", ("x", "y", "a", "b")),
    ],
)
def test_returned_keys(sources, body, keys):
    text = f"""from dataclasses import dataclass
from typing import NamedTuple, ClassVar
@dataclass(frozen=True)
class R:
    a: int
    b: float = 0.0
    c: ClassVar[int] = 1
    def total(self): return 1
class Base(NamedTuple):
    x: int
    y: int
class N(Base):
    a: int
    b: int
def g(): return {{'g': 1}}
async def f(x, y, k, h):
 {body}
"""
    assert entry(sources, text).returned_keys == keys


def test_a_returned_class_tells_its_keys_by_the_annotation(sources):
    found = entry(
        sources,
        "from .types import Scores\ndef f() -> Scores: ...",
        "pkg.m:f",
        **{
            "pkg/__init__.py": "",
            "pkg/m.py": "from .types import Scores\ndef f() -> 'Scores': return whatever()",
            "pkg/types.py": (
                "from typing import TypedDict\nclass Scores(TypedDict):\n    roc_auc: float\n    brier: float\n"
            ),
        },
    )
    assert found.returned_keys == ("roc_auc", "brier")


@pytest.mark.parametrize(
    ("body", "length"),
    [("return 1, 2", 2), ("return (a, b, c)", 3), ("return [1, 2]", None), ("return 1, *x", None), ("return g()", 2)],
)
def test_returned_length(sources, body, length):
    assert entry(sources, f"def g(): return 1, 2\ndef f(): {body}").returned_length == length


def test_calls_in_a_circle_return_nothing_visible(sources):
    assert entry(sources, "def f(): return g()\ndef g(): return f()").returned_keys is None


def test_reexports_are_followed(sources):
    modules = sources(
        {
            "pkg/__init__.py": "from .api import *",
            "pkg/api.py": "from .model import fit as train",
            "pkg/model.py": "def fit(x): ...",
        }
    )
    found = find_entrypoint(modules, "pkg:train")
    assert isinstance(found, Entrypoint)
    assert (found.name, found.module, found.function, found.path) == (
        "pkg:train",
        "pkg.model",
        "fit",
        "src/pkg/model.py",
    )


def test_the_last_of_several_definitions_is_meant(sources):
    assert [p.name for p in entry(sources, "if x:\n    def f(a): ...\nelse:\n    def f(b): ...").parameters] == ["b"]


@pytest.mark.parametrize("name", ["m", "m:", ":f", "m.:f", "m:f()", "m f:g", "m-x:f", "../m:f", "m:f:g", "", "m:\0"])
def test_a_name_that_is_none(sources, name):
    assert missing(sources, "def f(): ...", name).part is MissingPart.MALFORMED


def test_a_module_that_is_not_there(sources):
    modules = sources({"flights/model.py": "", "flights/data.py": "", "flights/nested/x.py": "", "other.py": ""})
    found = find_entrypoint(modules, "flights.modle:train")
    assert isinstance(found, Missing)
    assert (found.part, found.wanted) == (MissingPart.MODULE, "flights.modle")
    assert found.candidates == ("flights.data", "flights.model", "flights.nested")
    found = find_entrypoint(modules, "fligths.model:train")
    assert isinstance(found, Missing)
    assert (found.wanted, found.candidates) == ("fligths", ("flights", "other"))
    found = find_entrypoint(modules, "other.model:train")
    assert isinstance(found, Missing)
    assert (found.wanted, found.candidates) == ("other.model", ())


def test_a_function_that_is_not_there(sources):
    found = missing(sources, "def g(): ...\nclass C: ...\n@task\ndef h(): ...")
    assert (found.part, found.wanted, found.candidates) == (MissingPart.FUNCTION, "f", ("g", "h"))


def test_a_module_that_does_not_parse(sources):
    text = "def f():\n    return (1,\n"
    found = missing(sources, text)
    assert found.part is MissingPart.UNPARSED
    assert found.message == "'(' was never closed"
    assert found.place is not None
    assert text[found.place.span.start] == "("


@pytest.mark.parametrize(
    ("text", "name", "part"),
    [
        ("class f: ...", "m:f", MissingPart.CLASS),
        ("class C:\n    def f(self): ...", "m:f", MissingPart.METHOD),
        ("class C:\n    def f(self): ...", "m:C.f", MissingPart.METHOD),
        ("def g():\n    def f(): ...", "m:f", MissingPart.FUNCTION),
        ("from elsewhere import f", "m:f", MissingPart.IMPORTED),
        ("import f", "m:f", MissingPart.IMPORTED),
        ("f = 3", "m:f", MissingPart.ASSIGNED),
        ("if __name__ == '__main__':\n    def f(): ...", "m:f", MissingPart.FUNCTION),
        ("from m import f", "m:f", MissingPart.FUNCTION),
    ],
)
def test_what_stands_there_instead(sources, text, name, part):
    assert missing(sources, text, name).part is part


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("from prefect import task\n@task\ndef f(): ...", "a Prefect task"),
        ("import prefect\n@prefect.flow(name='x')\ndef f(): ...", "a Prefect flow"),
        ("import typer\napp = typer.Typer()\n@app.command()\ndef f(): ...", "a typer command"),
        ("import click\n@click.group()\ndef cli(): ...\n@cli.command('x')\ndef f(): ...", "a click command"),
        ("import ray\n@ray.remote(num_gpus=1)\ndef f(): ...", "a Ray remote function"),
        ("from airflow.decorators import task\n@task\ndef f(): ...", "an Airflow task"),
        ("import dagster as dg\n@dg.asset\ndef f(): ...", "a Dagster definition"),
        ("from celery import Celery\napp = Celery('x')\n@app.task\ndef f(): ...", "a Celery task"),
        ("import bentoml\n@bentoml.api\ndef f(): ...", "a BentoML endpoint"),
        ("from prefect import task\nf = task(g, retries=2)", "a Prefect task"),
        ("from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef f(): ...", "a FastAPI route"),
    ],
)
def test_a_wrapped_function_names_the_tool_and_the_plain_one(sources, text, tool):
    if text.endswith("def f(): ..."):
        text = text.replace("def f(): ...", "def f(): return g()")
    found = missing(sources, f"def g(): ...\n{text}")
    assert (found.part, found.message, found.plain, found.candidates) == (MissingPart.WRAPPED, tool, "m:g", ("g",))


def test_an_assigned_function_names_the_plain_one(sources):
    found = missing(sources, "from functools import partial\ndef g(a, b): ...\nf = partial(g, a=1)")
    assert (found.part, found.message, found.plain) == (MissingPart.ASSIGNED, "functools.partial", "m:g")


def test_own_decorators_do_not_hide_a_function(sources):
    found = entry(
        sources, "import functools, tools\ndef timed(f): ...\n@timed\n@functools.cache\n@tools.log(1)\ndef f(): ..."
    )
    assert found.decorators == ("m.timed", "functools.cache", "tools.log")


@pytest.mark.parametrize(
    ("body", "is_object"),
    [
        ("def f(): return {'model': 1}", False),
        ("def f(): return g()\ndef g(): return {'model': 1}", False),
        ("class R(NamedTuple):\n    model: int\ndef f() -> R: return make()", True),
        ("@dataclass\nclass R:\n    model: int\ndef f(): return R(1)", True),
        ("class R(TypedDict):\n    model: int\ndef f() -> R: return {'model': 1}", False),
        (
            "class B(TypedDict):\n    model: int\nclass R(B):\n    other: int\ndef f(): return R(model=1, other=2)",
            False,
        ),
    ],
)
def test_fields_of_an_object_are_told_from_keys_of_a_map(sources, body, is_object):
    text = f"from dataclasses import dataclass\nfrom typing import NamedTuple, TypedDict\n{body}"
    found = entry(sources, text)
    assert "model" in (found.returned_keys or ())
    assert found.returns_object is is_object


def test_what_is_now_an_object_and_now_a_map_has_no_keys(sources):
    text = (
        "from dataclasses import dataclass\n@dataclass\nclass R:\n    a: int\ndef f(x):\n"
        "    if x: return R(1)\n    return {'a': 1}"
    )
    assert entry(sources, text).returned_keys is None
