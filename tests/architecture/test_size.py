"""What separates good code bases of this kind from bad ones is the longest file and the longest function."""

import ast
from collections.abc import Iterator, Sequence
from typing import Any

FILE_LINES = 400
FUNCTION_LINES = 60

# A longer one is welcome when it is one table or one story: `path` or `path:function`, and why.
LONGER: dict[str, str] = {}


def lengths(modules: Sequence[Any]) -> Iterator[tuple[str, int, int]]:
    """Name, lines and limit of every file and function."""
    for module in modules:
        yield module.path, len(module.text.splitlines()), FILE_LINES
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                yield f"{module.path}:{node.name}", node.end_lineno - node.lineno + 1, FUNCTION_LINES


def test_files_and_functions_stay_short(modules: Sequence[Any]) -> None:
    long = {name: lines for name, lines, limit in lengths(modules) if lines > limit}
    assert {name: lines for name, lines in long.items() if name not in LONGER} == {}
    assert sorted(LONGER.keys() - long.keys()) == [], "these are short by now: take them off the list"
