"""Files and folders of the repository as expressions of the generated modules."""

from posixpath import normpath

from mlspec.codegen.code import Code
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.graph import Graph


def place(graph: Graph, path: str) -> Code:
    """A path from the repository's root, from the project's folder where it lies in there."""
    if path in (graph.project_folder, "."):
        return Code("ROOT" if path == "." else "PROJECT")
    inside = f"{graph.project_folder}/"
    if path.startswith(inside):
        return Code(f"PROJECT / {python_literal(path.removeprefix(inside))}")
    return Code(f"ROOT / {python_literal(path)}")


def place_in_project(graph: Graph, path: str) -> Code:
    """A path as the spec writes it, from the project's folder."""
    return place(graph, normpath(f"{graph.project_folder}/{path}"))
