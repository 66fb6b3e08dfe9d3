"""Whatever is done to the spelling of the code, digests stay; whatever is done to what is reached, they change."""

import ast
import io
import random
import tokenize

from hypothesis import given, settings
from hypothesis import strategies as st

from mlspec.source.tree import BufferTree
from mlspec.usercode.entrypoint import Entrypoint
from mlspec.usercode.modules import SourceModules
from mlspec.usercode.reachability import Reachability
from mlspec.usercode.signatures import find_entrypoint

MODEL = '''
"""The model."""
import logging
import numpy as np
from .helpers import scale as rescale, Window
from . import helpers

LIMIT = 0.5
UNUSED = 7
NAMES = ("a", "b")
logger = logging.getLogger(__name__)


def train(frame, rate=0.1, *rest, window: Window = None, **more):
    """Fit."""
    kept = [row for row in frame if row.value > LIMIT and row.name not in NAMES]
    total = 0
    for index, row in enumerate(kept):
        if index % 2 == 0 or not row:
            total += rate * row.value ** 2 - helpers.offset(row)
        elif row.kind != "x":
            continue
        else:
            total = max(total, -1)
    logger.info("total %s of %d", total, len(kept))
    try:
        return rescale(np.array(kept), total), {"total": total, **more}
    except (ValueError, KeyError) as error:
        raise RuntimeError(f"no model for {rate:.2f}") from error


def unreached(frame):
    """Nobody calls this."""
    return frame[1:] + UNUSED
'''

HELPERS = '''
"""Helpers."""

class Base:
    """Base."""
    size = 3

    def area(self):
        """Area."""
        return self.size * 2


class Window(Base):
    width: int = 4
    def at(self, x, y=1):
        return (x, y) if x < self.width else lambda z: z + 1


def scale(values, total):
    with open("log.txt", "w") as file:
        file.write(str(values))
    while total > 10:
        total -= 1
    return values[:3] / (total or 1), Window().at(2)


def offset(row):
    match row.kind:
        case "a" | 1:
            return 1
        case [first, *_]:
            return first
    return row.x @ row.y is None


def unreached():
    return 5
'''

REACHED = {"train", "LIMIT", "NAMES", "scale", "Window", "Base", "offset"}


def digests(model, helpers):
    tree = BufferTree(
        {"src/p/__init__.py": b"", "src/p/model.py": model.encode(), "src/p/helpers.py": helpers.encode()}
    )
    modules = SourceModules(tree, ("src",))
    entrypoint = find_entrypoint(modules, "p.model:train")
    assert isinstance(entrypoint, Entrypoint), entrypoint
    reach = Reachability(modules).reach(entrypoint)
    assert reach.digest
    return reach.digests


BEFORE = digests(MODEL, HELPERS)


class Respell(ast.NodeTransformer):
    """Other docstrings, and other annotations of functions."""

    def __init__(self, chance):
        self.chance = chance

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        if self.chance.random() < 0.5:
            if ast.get_docstring(node) is not None:
                node.body = node.body[1:]
            else:
                node.body.insert(0, ast.Expr(ast.Constant("Other words.")))
        for argument in node.args.args:
            if self.chance.random() < 0.3:
                argument.annotation = ast.Name("Anything")
        return node


def respell(text, chance):
    """Lay the code out anew, with other comments, docstrings, annotations and order."""
    tree = Respell(chance).visit(ast.parse(text))
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    others = [node for node in tree.body[1:] if node not in imports]
    chance.shuffle(imports)
    chance.shuffle(others)
    for node in imports:
        chance.shuffle(node.names)
    words = ast.unparse(ast.fix_missing_locations(ast.Module([*imports, *others], [])))
    lines = []
    for line in words.split("\n"):  # no text here goes over several lines
        lines += chance.choice([[], [""], ["# a comment"]])
        lines.append(line + chance.choice(["", "  # why", "   "]))
    return "\n".join(lines)


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_spelling_never_counts(seed):
    chance = random.Random(seed)
    assert digests(respell(MODEL, chance), respell(HELPERS, chance)) == BEFORE


def test_line_breaks_never_count():
    assert digests(rejoin(MODEL), rejoin(HELPERS)) == BEFORE


def rejoin(text):
    """Break the line after each opening bracket and comma within brackets."""
    lines = text.split("\n")
    breaks = []
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.OP:
            depth += token.string in "([{"
            depth -= token.string in ")]}"
            if depth and token.string in ("(", "[", "{", ","):
                breaks.append(token.end)
    for row, column in reversed(breaks):
        line = lines[row - 1]
        lines[row - 1] = f"{line[:column]}  # here\n\n   {line[column:]}"
    return "\n".join(lines)


def changed(node):  # noqa: PLR0912 - one table
    """Change what one node says; None where it says nothing that can be changed so."""
    match node:
        case ast.Constant(value=bool() | None):
            node.value = 99
        case ast.Constant(value=str() as value):
            node.value = value + "!"
        case ast.Constant(value=int() | float() as value):
            node.value = value + 1
        case ast.BinOp(op=ast.Add()) | ast.AugAssign(op=ast.Add()):
            node.op = ast.Mult()
        case ast.BinOp() | ast.AugAssign():
            node.op = ast.Add()
        case ast.Compare():
            node.ops[0] = ast.IsNot() if isinstance(node.ops[0], ast.Is) else ast.Is()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.UnaryOp():
            node.op = ast.Invert()
        case ast.Name():
            node.id += "_"
        case ast.Attribute():
            node.attr += "_"
        case ast.arg():
            node.arg += "_"
        case ast.keyword(arg=str()):
            node.arg += "_"
        case ast.Return():
            node.value = ast.Tuple([node.value or ast.Constant(None)], ast.Load())
        case _:
            return None
    return node


def places(text, reached):
    """The nodes of the definitions that are, or are not, reached; docstrings and function annotations left out."""
    tree = ast.parse(text)
    found = []
    for unit in tree.body:
        names = [getattr(unit, "name", "")] + [getattr(target, "id", "") for target in getattr(unit, "targets", ())]
        if isinstance(unit, ast.Import | ast.ImportFrom) or bool(REACHED.intersection(names)) is not reached:
            continue
        if names[-1] == "logger" or isinstance(unit, ast.Expr):
            continue
        silent = {id(inner) for node in ast.walk(unit) for part in unheard(node) for inner in ast.walk(part)}
        found += [
            node for node in ast.walk(unit) if id(node) not in silent and node not in getattr(unit, "targets", ())
        ]
    return tree, found


def unheard(node):
    match node:
        case ast.Expr(value=ast.Constant()):
            return [node]
        case ast.arg(annotation=ast.expr() as annotation):
            return [annotation]
    return []


def mutations(reached):
    for which, text in (("model", MODEL), ("helpers", HELPERS)):
        for index in range(len(places(text, reached)[1])):
            tree, found = places(text, reached)
            if changed(found[index]) is not None:
                yield which, ast.unparse(ast.fix_missing_locations(tree))


def test_every_change_of_what_is_reached_counts():
    tried = 0
    for which, text in mutations(True):
        tried += 1
        assert digests(*((text, HELPERS) if which == "model" else (MODEL, text))) != BEFORE, text
    assert tried > 140


def test_no_change_of_what_is_not_reached_counts():
    tried = 0
    for which, text in mutations(False):
        tried += 1
        assert digests(*((text, HELPERS) if which == "model" else (MODEL, text))) == BEFORE, text
    assert tried > 5
