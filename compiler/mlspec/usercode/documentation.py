"""Digests of docstrings, for the rare case that they count."""

import ast
from hashlib import sha256


def documentation_digest(nodes: tuple[ast.AST, ...]) -> str:
    """The digest of all docstrings in some definitions; empty where there are none."""
    texts = [
        text
        for node in nodes
        for one in ast.walk(node)
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and (text := ast.get_docstring(one))
    ]
    return text_digest("\0".join(texts))


def text_digest(text: str | None) -> str:
    """The digest of one docstring; empty where there is none."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""
