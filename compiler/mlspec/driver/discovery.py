"""Finding the specs of a repository, and the files that look like specs and are not read."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from mlspec.source.tree import EntryKind, Tree

_UNWALKED = frozenset({".git", ".mlspec", ".venv", "node_modules", "__pycache__"})
_LOOKALIKES = ("mlproject.yaml", "mlproject.yml", "mlspec.yaml", "mlspec.yml", "mlproject.json")


def find_specs(tree: Tree, patterns: tuple[str, ...]) -> tuple[str, ...]:
    """The paths that match a pattern, sorted; `*` stands for part of a name, `**` for any folders."""
    return tuple(sorted({path for pattern in patterns for path in _matches(tree, "", tuple(pattern.split("/")))}))


def find_lookalikes(tree: Tree, patterns: tuple[str, ...], read: tuple[str, ...]) -> tuple[str, ...]:
    """Files named like a spec that no pattern reads: at the top, below `specs` and below a pattern's fixed folders.

    Where nothing is read at all, they are looked for everywhere.
    """
    roots = {"", "specs", *(_fixed_folder(pattern) for pattern in patterns)}
    found = {path for root in roots for path in _named_like_specs(tree, root, depth=3 if root or not read else 0)}
    return tuple(sorted(found - set(read)))


def is_meant(path: str, name: str) -> bool:
    """Whether a name on the command line means the spec at a path: by path, folder, or the folder's own name."""
    folder = path.rpartition("/")[0]
    return name.rstrip("/") in (path, folder, folder.rpartition("/")[2])


def _matches(tree: Tree, folder: str, parts: tuple[str, ...]) -> Iterator[str]:
    if not parts:
        return
    head, rest = parts[0], parts[1:]
    if head == "**":
        yield from _matches(tree, folder, rest)
        for name in _folders(tree, folder):
            yield from _matches(tree, _join(folder, name), parts)
    elif not any(sign in head for sign in "*?["):
        path = _join(folder, head)
        if rest:
            yield from _matches(tree, path, rest)
        elif tree.kind(path) is not EntryKind.MISSING:
            yield path
    else:
        for name in tree.names(folder):
            if fnmatchcase(name, head) and name not in _UNWALKED:
                yield from _matches(tree, _join(folder, name), rest) if rest else (_join(folder, name),)


def _fixed_folder(pattern: str) -> str:
    fixed = []
    for part in pattern.split("/")[:-1]:
        if any(sign in part for sign in "*?["):
            break
        fixed.append(part)
    return "/".join(fixed)


def _named_like_specs(tree: Tree, folder: str, depth: int) -> Iterator[str]:
    for name in tree.names(folder):
        path = _join(folder, name)
        if name in _LOOKALIKES or name.endswith((".mlproject.yaml", ".mlproject.yml")):
            yield path
        elif depth and "." not in name and name not in _UNWALKED and tree.kind(path) is EntryKind.FOLDER:
            yield from _named_like_specs(tree, path, depth - 1)


def _folders(tree: Tree, folder: str) -> Iterator[str]:
    for name in tree.names(folder):
        if name not in _UNWALKED and tree.kind(_join(folder, name)) is EntryKind.FOLDER:
            yield name


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder not in ("", ".") else name
