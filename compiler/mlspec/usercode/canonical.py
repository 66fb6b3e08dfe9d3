"""The canonical form of a piece of Python: what it says, whatever its spelling, and whom it names.

One walk over the syntax tree writes a stream of tokens, whose digest is the same on every Python that can parse the
code, and collects the names that the code takes from outside of itself. Left out are

- comments, parentheses, quotes, positions, and the order of neighbouring imports;
- docstrings and other statements that are one constant, and `pass`;
- annotations that Python evaluates and forgets: those of functions, of local variables and of a module's constants.

Annotations in a class body count, since dataclasses and pydantic read them, and so do those of a decorated function,
since typer and its like read them.

The form is spelled field by field, and not by `ast.dump` or `ast.unparse`, whose texts change from one Python to the
next.
"""

import ast
import sys
from collections.abc import Iterable
from hashlib import sha256

import mlspec.usercode.expressions
import mlspec.usercode.scopes  # noqa: F401 - both bring the handlers of their nodes
from mlspec.usercode.facts import Form
from mlspec.usercode.scribe import Scribe, write_statements

_DEEP = 1_000_000


def read_form(nodes: Iterable[ast.AST]) -> tuple[Form, frozenset[str]]:
    """The form of some statements or expressions, taken as one, and the names that they bind."""
    nodes = tuple(nodes)
    try:
        return _read_form(nodes)
    except RecursionError:
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(_DEEP)  # calls from Python to Python take no room on the C stack
        try:
            return _read_form(nodes)
        finally:
            sys.setrecursionlimit(limit)


def _read_form(nodes: tuple[ast.AST, ...]) -> tuple[Form, frozenset[str]]:
    scribe = Scribe()
    write_statements(scribe, nodes)
    digest = sha256("\n".join(scribe.tokens).encode("utf-8", "surrogatepass")).hexdigest()
    return Form(digest, tuple(sorted(scribe.loads)), tuple(scribe.imports)), frozenset(scribe.bound)
