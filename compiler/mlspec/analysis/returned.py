"""What a function visibly returns, by its annotation and by its `return` statements."""

from mlspec.usercode.entrypoint import Entrypoint


def returned_length(entry: Entrypoint) -> int | None:
    """The length of the tuple that is returned; None where that is no tuple, or cannot be seen."""
    name, bracket, inner = entry.returns.partition("[")
    if name in ("tuple", "typing.Tuple") and bracket and "..." not in inner:
        import ast

        tree = ast.parse(entry.returns, mode="eval").body
        if isinstance(tree, ast.Subscript):
            return len(tree.slice.elts) if isinstance(tree.slice, ast.Tuple) else 1
    return entry.returned_length


def returned_keys(entry: Entrypoint) -> tuple[str, ...] | None:
    """The keys of the map, or the fields of the object, that is returned; None where they cannot be seen."""
    if entry.returned_keys is None:
        return None
    return tuple(dict.fromkeys(key.partition(".")[0] for key in entry.returned_keys))


def returns_no_map(entry: Entrypoint) -> bool:
    """Whether it is certain that no map from names to values is returned."""
    name = entry.returns.partition("[")[0].rpartition(".")[2]
    return returned_length(entry) is not None or name in _NO_MAPS


_NO_MAPS = frozenset({"Tuple", "List", "bool", "float", "int", "list", "set", "str", "tuple"})
