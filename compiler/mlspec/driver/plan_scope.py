"""Which models a plan has to look at: those for which a file has changed since a commit that is known to compile.

The cache names, for one commit, every spec and what was asked of the commit's files for its sake. A model nothing of
which differs between that commit, the base and the working tree is the same on both sides, and is not read. What lies
in a project's folder counts for it as a whole; files elsewhere, such as bases and shared code, are listed.
"""

import json
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from mlspec.driver.git_base import Checkout, GitBase, changed_between, uncommitted_files
from mlspec.driver.identity import compiler_identity
from mlspec.driver.settings import Settings
from mlspec.output.cache_file import read_cache, write_cache
from mlspec.plan.reach import Neighbour
from mlspec.vocabulary.record import record

_NAME = "plan.json"
_SETTINGS = ("mlspec.toml", "pyproject.toml")


@record
class KnownModel:
    """A spec by its path, what others need to know of the model, and what was asked for outside of its folder."""

    path: str
    neighbour: Neighbour
    outside: tuple[str, ...]


@record
class Scope:
    """All models of the commit, the paths of the specs of those that may differ, and how much is not committed."""

    models: tuple[KnownModel, ...]
    affected: tuple[str, ...]
    uncommitted: int


def find_scope(root: str, settings: Settings, checkout: Checkout, base: GitBase) -> Scope | None:
    """The models that may differ; None where all have to be looked at."""
    known = _read(root, settings)
    if known is None:
        return None
    commit, models = known
    uncommitted = uncommitted_files(checkout)
    changed = set(uncommitted)
    for older, newer in {(commit, "HEAD"), (base.commit, "HEAD")}:
        between = changed_between(checkout, older, newer)
        if between is None:
            return None
        changed.update(between)
    if _is_sweeping(changed, models, settings):
        return None
    return Scope(models, tuple(_affected(changed, models)), len(uncommitted))


def keep_scope(root: str, settings: Settings, commit: str, models: Iterable[KnownModel]) -> None:
    """Remember a commit whose models compile."""
    entries = [
        [one.path, one.neighbour.name, one.neighbour.uses, one.neighbour.bases, one.outside]
        for one in sorted(models, key=lambda one: one.path)
    ]
    text = json.dumps({"key": _key(settings), "commit": commit, "models": entries}, separators=(",", ":"))
    write_cache(root, _NAME, text.encode())


def _read(root: str, settings: Settings) -> tuple[str, tuple[KnownModel, ...]] | None:
    try:
        found = json.loads(read_cache(root, _NAME) or b"null")
        if not isinstance(found, dict) or found["key"] != _key(settings):
            return None
        return str(found["commit"]), tuple(map(_model, found["models"]))
    except (ValueError, KeyError, TypeError):
        return None


def _model(entry: Any) -> KnownModel:
    path, name, uses, bases, outside = entry
    return KnownModel(path, Neighbour(name, tuple(map(tuple, uses)), tuple(bases)), tuple(outside))


def _key(settings: Settings) -> str:
    return f"{compiler_identity()} {settings!r}"


def _is_sweeping(changed: set[str], models: tuple[KnownModel, ...], settings: Settings) -> bool:
    """Whether settings changed, a spec may be new, or a folder above a spec is no folder any more."""
    names = {pattern.rpartition("/")[2] for pattern in settings.specs}
    specs = {model.path for model in models}
    above = {folder for path in specs for folder in _ancestors(path)}
    return any(
        path in _SETTINGS
        or path in above
        or (path not in specs and any(fnmatchcase(path.rpartition("/")[2], name) for name in names))
        for path in changed
    )


def _affected(changed: set[str], models: tuple[KnownModel, ...]) -> Iterator[str]:
    touched = {part for path in changed for part in (path, *_ancestors(path))}
    for model in models:
        folder = model.path.rpartition("/")[0]
        if folder in touched or model.path in touched or not touched.isdisjoint(model.outside) or not folder:
            yield model.path


def _ancestors(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
