"""Running the checks on one view of a spec, and on all specs side by side; routes become places here."""

from collections.abc import Iterator, Mapping
from typing import Any

from mlspec.analysis.checking import run_checks
from mlspec.analysis.finding import At
from mlspec.analysis.spec_paths import SpecPath, as_written, find_paths
from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.driver.project import Project, View
from mlspec.driver.sources import Sources
from mlspec.driver.workspace import Workspace
from mlspec.driver.written_route import written_route
from mlspec.resolution.resolution import Resolution
from mlspec.schema.place import key_place_of, place_of
from mlspec.source.route import Route
from mlspec.source.text import Place, Span
from mlspec.source.tree import Tree


def subjects_of(workspace: Workspace, project: Project, view: View, resolution: Resolution) -> dict[str, Any]:
    """What checks may ask for in one view."""
    return {
        **view.sections,
        "header": project.header,
        "code": resolution,
        "paths": _paths(project, view),
        "project": project,
        "view": view,
        "tree": workspace.tree,
    }


def _paths(project: Project, view: View) -> tuple[SpecPath, ...]:
    paths = find_paths(view.sections, project.folder)
    if not project.is_spread:
        return tuple(paths)
    places = view.layer.places
    return tuple(as_written(paths, lambda route: place_of(places, route).path.rpartition("/")[0]))


def find_in_view(
    workspace: Workspace, view: View, subjects: Mapping[str, object], known: Mapping[str, object] | None = None
) -> Iterator[Diagnostic]:
    """Run the checks on one view; with `known`, those alone that read something else than was known there."""
    places = view.layer.places

    def locate(where: At) -> Place:
        place = key_place_of(places, where.route) if where.key else place_of(places, where.route)
        return _narrowed(place, where.word, workspace.tree) if where.word else place

    def written(route: Route) -> Route:
        return written_route(view, route)

    return run_checks(workspace.registry.checks, subjects, locate, written, known)


def _narrowed(place: Place, word: str, tree: Tree) -> Place:
    """The first time that a word stands in a place; the whole place where it is spelled in another way."""
    import re  # only where something is wrong

    source = Sources(tree).get(place.path)
    text = source.content[place.span.start : place.span.end] if source else ""
    found = re.search(rf"(?<![\w.@-]){re.escape(word)}(?![\w@-])", text)
    if found is None:
        return place
    return Place(place.path, Span(place.span.start + found.start(), place.span.start + found.end()))


def find_between(workspace: Workspace, projects: tuple[Project, ...], unread: tuple[str, ...]) -> Iterator[Diagnostic]:
    """What only shows when all specs are looked at side by side."""
    subjects = {
        "projects": projects,
        "unread": unread,
        "patterns": workspace.settings.specs,
        "output": workspace.settings.output,
    }
    return run_checks(workspace.registry.checks, subjects, _placeless, lambda route: route)


def _placeless(where: At) -> Place:
    """A route leads through one spec, so that a finding about several of them names places."""
    raise LookupError(f"{where.route} is a route of no spec in particular")
