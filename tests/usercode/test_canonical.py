"""Spelling does not change a canonical form, and meaning does."""

import ast
from textwrap import dedent

import pytest

from mlspec.usercode.canonical import read_form

SAME = {
    "comments": ("x = 1", "# one\nx = 1  # two"),
    "docstrings": ("def f():\n    return 1", 'def f():\n    """Doc."""\n    return 1'),
    "docstring of a class": ("class C:\n    x = 1", "class C:\n    'Doc.'\n    x = 1"),
    "an empty body": ("def f(): pass", 'def f():\n    """Doc."""'),
    "an ellipsis": ("def f(): ...", "def f(): pass"),
    "quotes": ("x = 'a\"b'", 'x = "a\\"b"'),
    "joined literals": ("x = 'ab'", "x = 'a' 'b'"),
    "a prefix that says nothing": ("x = 'a'", "x = u'a'"),
    "numbers": ("x = 1_000 + 0x10", "x = (1000\n     + 16)"),
    "parentheses": ("x = a + b * c", "x = (a + (b * c))"),
    "line breaks": ("f(a, b)", "f(\n    a,\n    b,\n)"),
    "tuples": ("x = 1, 2", "x = (1, 2)"),
    "order of imports": (
        "def f():\n    import a\n    from b import c, d",
        "def f():\n    from b import d, c\n    import a",
    ),
    "imports in one line": ("def f():\n    import a, b", "def f():\n    import b\n    import a"),
    "annotations of a function": ("def f(a, *b, c=1): ...", "def f(a: int, *b: str, c: 'x' = 1) -> None: ..."),
    "annotations of a variable": ("def f():\n    x = 1", "def f():\n    x: int = 1"),
    "annotations of a constant": ("X = 1", "X: int = 1"),
    "line ends": ("x = '''a\nb'''", "x = '''a\r\nb'''"),
    "pieces of an f-string": ("x = f'a{b}c'", "x = 'a' f'{b}' 'c'"),
    "an empty format": ("x = f'{b}'", "x = f'{b:}'"),
    "indentation": ("if a:\n  b()", "if a:\n\tb()"),
    "semicolons": ("a = 1\nb = 2", "a = 1; b = 2"),
    "unicode spellings of a name": ("ﬁ = 1", "fi = 1"),
}

DIFFERENT = {
    "a constant": ("x = 1", "x = 2"),
    "a number's type": ("x = 1", "x = 1.0"),
    "a truth and a number": ("x = 1", "x = True"),
    "text and bytes": ("x = 'a'", "x = b'a'"),
    "an operator": ("x = a + b", "x = a - b"),
    "a comparison": ("x = a < b", "x = a <= b"),
    "a name": ("x = a", "x = b"),
    "an attribute": ("x = a.b", "x = a.c"),
    "an attribute and a name": ("x = a.b", "x = a"),
    "precedence": ("x = (a + b) * c", "x = a + b * c"),
    "a keyword": ("f(a=1)", "f(b=1)"),
    "the order of keywords": ("f(a=x(), b=y())", "f(b=y(), a=x())"),
    "an argument's kind": ("def f(a, b): ...", "def f(a, *, b): ..."),
    "a positional argument": ("def f(a, b): ...", "def f(a, /, b): ..."),
    "where defaults stand": ("def f(a, b=1): ...", "def f(a=1, *, b): ..."),
    "a decorator": ("@a\ndef f(): ...", "@b\ndef f(): ..."),
    "the annotation of a decorated function": ("@a\ndef f(x: int): ...", "@a\ndef f(x: str): ..."),
    "the annotation of a field": ("class C:\n    x: int", "class C:\n    x: str"),
    "a field and a value": ("class C:\n    x: int = 1", "class C:\n    x = 1"),
    "async": ("async def f(): ...", "def f(): ..."),
    "nesting": ("if a:\n    b()\n    c()", "if a:\n    b()\nc()"),
    "else": ("for a in b:\n    c()\nelse:\n    d()", "for a in b:\n    c()\n    d()"),
    "elif": ("if a:\n    b()\nelif c:\n    d()", "if a:\n    b()\nif c:\n    d()"),
    "a list and a tuple": ("x = [1]", "x = (1,)"),
    "an empty list of arguments": ("x = f()", "x = f"),
    "a slice": ("x = a[1:]", "x = a[:1]"),
    "the format of an f-string": ("x = f'{a:>3}'", "x = f'{a:<3}'"),
    "the conversion of an f-string": ("x = f'{a!r}'", "x = f'{a!s}'"),
    "the text of an f-string": ("x = f'a{b}'", "x = f'{b}a'"),
    "what is imported": ("def f():\n    from a import b", "def f():\n    from a import c"),
    "how it is called": ("def f():\n    import a as b", "def f():\n    import a as c"),
    "how many dots": ("def f():\n    from . import b", "def f():\n    from .. import b"),
    "imports apart": ("def f():\n    import a\n    a()\n    import b", "def f():\n    import a\n    import b\n    a()"),
    "a name that becomes local": ("def f():\n    x: int\n    g(x)", "def f():\n    g(x)"),
    "global": ("def f():\n    global x\n    x = 1", "def f():\n    x = 1"),
    "a dict and its spread": ("x = {'a': 1, **b}", "x = {**b, 'a': 1}"),
    "what is raised": ("raise a from b", "raise a"),
    "an exception's name": ("try: a\nexcept B as c: d", "try: a\nexcept B: d"),
    "except and except*": ("try: a()\nexcept* B: c()", "try: a()\nexcept B: c()"),
    "yield from": ("def f(): yield from a", "def f(): yield a"),
    "a pattern": ("match a:\n    case {'b': c}: d()", "match a:\n    case {'b': c, **e}: d()"),
    "a pattern's class": ("match a:\n    case B(c=1): d()", "match a:\n    case B(e=1): d()"),
    "none, true and false in a pattern": ("match a:\n    case None: d()", "match a:\n    case True: d()"),
    "a star in a call": ("f(*a)", "f(a)"),
    "two stars in a call": ("f(**a)", "f(a)"),
    "a comprehension's kind": ("x = [a for a in b]", "x = {a for a in b}"),
    "a comprehension's condition": ("x = [a for a in b if a]", "x = [a for a in b]"),
    "a comprehension's order": ("x = [c for a in b for c in a]", "x = [c for c in a for a in b]"),
    "signs of nought": ("x = -0.0", "x = 0.0"),
    "an imaginary number": ("x = 1j", "x = 1"),
    "text that looks like code": ("x = '1'", "x = 1"),
    "a lone surrogate": ("x = '\\ud800'", "x = '\\ud801'"),
}


def digest(text):
    form, _ = read_form(ast.parse(dedent(text)).body)
    return form.digest


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME.keys())
def test_spelling_does_not_count(pair):
    assert digest(pair[0]) == digest(pair[1])


@pytest.mark.parametrize("pair", DIFFERENT.values(), ids=DIFFERENT.keys())
def test_meaning_counts(pair):
    assert digest(pair[0]) != digest(pair[1])


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("def f(a): return a + b.c.d", ["b.c.d"]),
        ("def f(): return [x for x in xs if y]", ["xs", "y"]),
        ("def f(): a.b = c; a[d] = 1; del e.g", ["a", "a.b", "c", "d", "e.g"]),
        ("def f(): return f(1)", ["f"]),
        ("class C(B, metaclass=M): x = y; z = x", ["B", "M", "x", "y"]),
        ("x = lambda a, b=c: a + b + d", ["c", "d"]),
        ("def f():\n def g(): nonlocal v; v = w\n v = 1", ["w"]),
        ("def f(): return getattr(m, 'n')", ["getattr", "m.n"]),
        ("def f(): return getattr(m, n)", ["getattr", "m", "n"]),
        ("def f(): return importlib.import_module('a.b')", ["importlib.import_module()"]),
        ("x = [a for b in c for a in b]", ["c"]),
        ("@d(e)\ndef f(x=g) -> 'H | I.J': ...", ["H", "I.J", "d", "e", "g"]),
    ],
)
def test_names_from_outside(text, uses):
    form, _ = read_form(ast.parse(text).body)
    assert list(form.uses) == uses


def test_a_form_of_any_depth():
    node = ast.parse("x", mode="eval").body
    for _ in range(20_000):
        node = ast.UnaryOp(ast.Not(), node)
    form, _ = read_form([ast.Expr(node)])
    assert form.uses == ("x",)
    assert form.digest != read_form([ast.Expr(node.operand)])[0].digest
