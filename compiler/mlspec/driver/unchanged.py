"""The short way of a compile: where nothing has changed since the last one, no spec is read and no file written."""

from mlspec.driver.discovery import find_lookalikes, find_specs, is_meant
from mlspec.driver.freshness import SHARED, Fresh, FreshnessIndex
from mlspec.driver.outcome import Outcome, locked_folders, up_to_date
from mlspec.driver.workspace import Repository


def fresh_projects(repository: Repository, index: FreshnessIndex, names: tuple[str, ...]) -> dict[str, Fresh]:
    """The projects that are as the last compile left them, by the path of their spec."""
    paths = find_specs(repository.tree, repository.settings.specs)
    meant = [path for path in paths if not names or any(is_meant(path, name) for name in names)]
    found = {path: index.fresh(path) for path in meant}
    return {path: fresh for path, fresh in found.items() if fresh is not None}


def nothing_to_do(
    repository: Repository, index: FreshnessIndex, fresh: dict[str, Fresh], names: tuple[str, ...]
) -> Outcome | None:
    """The outcome where all that is meant is fresh and written, and nothing is gone; else None."""
    paths = find_specs(repository.tree, repository.settings.specs)
    meant = [[path for path in paths if is_meant(path, name)] for name in names] if names else [list(paths)]
    shared = index.fresh(SHARED)
    if (
        repository.diagnostics
        or shared is None
        or any(one.wanted is not None for one in (shared, *fresh.values()))
        or not all(found and set(found) <= fresh.keys() for found in meant)
    ):
        return None
    folders = {one.folder for one in fresh.values()}
    gone = set(locked_folders(repository.tree, repository.settings.output)) - folders
    if not names and (gone or find_lookalikes(repository.tree, repository.settings.specs, paths)):
        return None
    index.save()
    lines = tuple(line for one in fresh.values() for line in one.lines)
    found = tuple(dict.fromkeys(diagnostic for one in fresh.values() for diagnostic in one.diagnostics))
    return Outcome(lines, found, up_to_date(len(fresh)))
