"""Checking specs: everything that can be told without writing anything."""

from collections.abc import Iterator, Mapping
from typing import Any

from mlspec.analysis.checking import run_checks
from mlspec.analysis.finding import At
from mlspec.diagnostics.diagnostic import Diagnostic, Label, Rule, is_error
from mlspec.driver.discovery import find_lookalikes, find_specs
from mlspec.driver.front_end import read_project
from mlspec.driver.options import ChosenOptions, validate_choices
from mlspec.driver.project import Project, View
from mlspec.driver.sources import Sources
from mlspec.driver.workspace import Workspace
from mlspec.lowering.graph import source_roots
from mlspec.resolution.resolution import Resolution, resolve
from mlspec.schema.place import key_place_of, place_of
from mlspec.schema.validation import Invalid
from mlspec.source.route import Route
from mlspec.source.text import Place, Span
from mlspec.source.tree import Tree
from mlspec.usercode.modules import SourceModules
from mlspec.vocabulary.record import record
from mlspec.vocabulary.severity import Severity

NO_SUCH_SPEC = Rule(
    "no-such-spec",
    """No spec of the repository has the name that was asked for.

Specs are found by the patterns of the repository's settings, `specs/*/mlproject.yaml` where none are given. They are named by their
`name`, their folder, or their path.
""",
)
UNREAD_SPEC = Rule(
    "unread-spec",
    """A file looks like a spec and is not read.

Its name or place fits none of the patterns of the repository's settings (`specs`). Move it, rename it, or add a pattern; otherwise nothing
that it says has any effect.
""",
    Severity.WARNING,
)


@record
class CheckedProject:
    """A spec with what its names mean and what it asks of each back end."""

    project: Project
    modules: SourceModules
    resolution: Resolution
    options: ChosenOptions


@record
class Checked:
    """All specs that were asked for, and everything that was found about them."""

    projects: tuple[CheckedProject, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Any]

    @property
    def failed(self) -> bool:
        """Whether something stops the compile."""
        return any(map(is_error, self.diagnostics))


def check_projects(workspace: Workspace, names: tuple[str, ...] = ()) -> Checked:
    """Read, bind and check the named specs, or all."""
    paths = find_specs(workspace.tree, workspace.settings.specs)
    projects, missing = _selected(workspace, paths, names)
    diagnostics = [*workspace.diagnostics, *missing]
    checked = tuple(check_project(workspace, project, diagnostics) for project in projects)
    if not names:
        diagnostics.extend(_lookalikes(workspace, paths))
    diagnostics.extend(_between(workspace, checked))
    return Checked(checked, tuple(dict.fromkeys(diagnostics)), Sources(workspace.tree))


def check_project(workspace: Workspace, project: Project, diagnostics: list[Diagnostic]) -> CheckedProject:
    """Bind the names of one spec and run every check on it, in its base and in each environment."""
    diagnostics.extend(project.diagnostics)
    runtime = project.base.sections.get("runtime")
    roots = source_roots(None if isinstance(runtime, Invalid) else runtime, project.folder)
    modules = SourceModules(workspace.tree, roots)
    options, faults = validate_choices(project, workspace.registry)
    diagnostics.extend(faults)
    resolution = resolve(project.base.sections, modules)
    diagnostics.extend(_findings(workspace, project, project.base, resolution))
    for view in project.environments:
        if view.changed:
            bound = resolve(view.sections, modules)
            known = set(diagnostics)
            diagnostics.extend(found for found in _findings(workspace, project, view, bound) if found not in known)
    return CheckedProject(project, modules, resolution, options)


def _findings(workspace: Workspace, project: Project, view: View, resolution: Resolution) -> Iterator[Diagnostic]:
    subjects = {
        **view.sections,
        "header": project.header,
        "code": resolution,
        "project": project,
        "view": view,
        "tree": workspace.tree,
    }
    places = view.layer.places

    def locate(where: At) -> Place:
        place = key_place_of(places, where.route) if where.key else place_of(places, where.route)
        return _narrowed(place, where.word, workspace.tree) if where.word else place

    def written(route: Route) -> Route:
        overlay: Route = ("environments", view.environment)
        is_overlaid = view.environment and _within(place_of(places, route), places[overlay].value)
        return (*overlay, *route) if is_overlaid else route

    single = [check for check in workspace.registry.checks if not getattr(check, "BETWEEN_PROJECTS", False)]
    return run_checks(single, subjects, locate, written)


def _narrowed(place: Place, word: str, tree: Tree) -> Place:
    """The first time that a word stands in a place; the whole place where it is spelled in another way."""
    import re  # only where something is wrong

    source = Sources(tree).get(place.path)
    text = source.content[place.span.start : place.span.end] if source else ""
    found = re.search(rf"(?<![\w.@-]){re.escape(word)}(?![\w@-])", text)
    if found is None:
        return place
    return Place(place.path, Span(place.span.start + found.start(), place.span.start + found.end()))


def _within(place: Place, whole: Place) -> bool:
    return place.path == whole.path and whole.span.start <= place.span.start and place.span.end <= whole.span.end


def _between(workspace: Workspace, checked: tuple[CheckedProject, ...]) -> Iterator[Diagnostic]:
    """What only shows when specs are looked at side by side."""
    first: dict[str, Project] = {}
    for one in checked:
        project = one.project
        if isinstance(project.header, Invalid):
            continue
        other = first.setdefault(project.name, project)
        if other is not project:
            yield _same_output(workspace, other, project)


SAME_OUTPUT = Rule(
    "same-output",
    """Two specs would write the same files.

What a spec compiles to lies in a folder that bears the spec's `name`, so names are unique in a repository. Rename one of the two.
""",
)


def _same_output(workspace: Workspace, first: Project, second: Project) -> Diagnostic:
    folder = f"{workspace.settings.output}/{first.name}"
    labels = (
        Label(place_of(second.base.layer.places, ("name",)), "the same name"),
        Label(place_of(first.base.layer.places, ("name",)), "taken here"),
    )
    message = f"two specs are named `{first.name}` and would both write `{folder}`"
    return Diagnostic(SAME_OUTPUT.name, SAME_OUTPUT.severity, message, labels, ("rename one of the two",))


def _selected(
    workspace: Workspace, paths: tuple[str, ...], names: tuple[str, ...]
) -> tuple[tuple[Project, ...], tuple[Diagnostic, ...]]:
    """The projects that were asked for; a name that is a folder's is found without reading all the others."""
    if not names:
        return tuple(read_project(workspace.tree, path, workspace.registry) for path in paths), ()
    wanted: dict[str, Project] = {}
    missing: list[str] = []
    everything: tuple[Project, ...] = ()
    for name in names:
        path = next((path for path in paths if _is_meant(path, name)), None)
        if path is None:
            everything = everything or tuple(read_project(workspace.tree, one, workspace.registry) for one in paths)
            found = next((project for project in everything if project.name == name), None)
        else:
            found = read_project(workspace.tree, path, workspace.registry)
        if found is None:
            missing.append(name)
        else:
            wanted.setdefault(found.path, found)
    known = tuple(project.name for project in everything)
    return tuple(wanted.values()), tuple(_no_such_spec(name, known, workspace.settings.specs) for name in missing)


def _is_meant(path: str, name: str) -> bool:
    folder = path.rpartition("/")[0]
    return name.rstrip("/") in (path, folder, folder.rpartition("/")[2])


def _no_such_spec(name: str, known: tuple[str, ...], patterns: tuple[str, ...]) -> Diagnostic:
    from mlspec.source.spelling import nearest

    guess = nearest(name, known)
    listed = ", ".join(f"`{one}`" for one in known[:20]) or f"none: no file fits {', '.join(patterns)}"
    advice = (*((f"did you mean `{guess}`?",) if guess else ()), f"known are {listed}" if known else f"there are {listed}")
    return Diagnostic(NO_SUCH_SPEC.name, NO_SUCH_SPEC.severity, f"no spec is named `{name}`", (), advice)


def _lookalikes(workspace: Workspace, read: tuple[str, ...]) -> Iterator[Diagnostic]:
    for path in find_lookalikes(workspace.tree, workspace.settings.specs, read):
        patterns = ", ".join(f"`{pattern}`" for pattern in workspace.settings.specs)
        message = f"`{path}` looks like a spec and is not read"
        advice = (f"specs are the files that fit {patterns}: rename the file, or add a pattern to the settings",)
        yield Diagnostic(UNREAD_SPEC.name, UNREAD_SPEC.severity, message, (), advice)
