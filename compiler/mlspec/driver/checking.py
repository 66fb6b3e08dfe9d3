"""Checking specs: everything that can be told without writing anything."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from mlspec.analysis.spec_paths import SpecPath
from mlspec.diagnostics.diagnostic import Diagnostic, is_error
from mlspec.driver.code_cache import CodeCaches
from mlspec.driver.discovery import find_lookalikes
from mlspec.driver.findings import find_between, find_in_view, subjects_of
from mlspec.driver.freshness import Fresh
from mlspec.driver.front_end import read_project
from mlspec.driver.options import ChosenOptions, validate_choices
from mlspec.driver.plugin_hints import hint_at_plugins
from mlspec.driver.project import Project, View
from mlspec.driver.recording import Answer, RecordingTree
from mlspec.driver.selection import select_specs
from mlspec.driver.sources import Sources
from mlspec.driver.workspace import Workspace
from mlspec.lowering.graph import source_roots
from mlspec.resolution.entrypoints import Bound
from mlspec.resolution.reached_code import ReachedCode
from mlspec.resolution.resolution import Resolution, resolve
from mlspec.schema.validation import Invalid
from mlspec.source.tree import Tree
from mlspec.usercode.modules import SourceModules
from mlspec.usercode.reachability import Reach
from mlspec.usercode.requirements import Requirements, read_requirements
from mlspec.vocabulary.path_purpose import PathPurpose
from mlspec.vocabulary.record import evolve, record


@record
class CheckedProject:
    """A spec with what its names mean and what it asks of each back end; `tree` is what it was read through.

    `answers` are those that the tree gave so far; they grow as the project is compiled.

    `reached` tells of each function that the spec names, by its module and name, what it reaches. The modules
    themselves are let go: those of a thousand specs would fill the memory.
    """

    project: Project
    tree: Tree
    resolution: Resolution
    reached: Mapping[tuple[str, str], Reach]
    requirements: Requirements
    options: ChosenOptions
    diagnostics: tuple[Diagnostic, ...]
    answers: Mapping[str, Answer]


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


def check_projects(
    workspace: Workspace, names: tuple[str, ...] = (), fresh: Mapping[str, Fresh] | None = None
) -> Checked:
    """Read, bind and check the named specs, or all; of those that are `fresh`, by the path of the spec, tell again.

    Specs of one name are always looked at side by side.
    """
    selection = select_specs(workspace, names)
    diagnostics = [*workspace.diagnostics, *selection.diagnostics]
    known = _without_rivals(fresh or {})
    caches = CodeCaches(workspace.root)
    checked: list[CheckedProject] = []
    for path in selection.paths:
        if path in known:
            diagnostics.extend(known[path].diagnostics)
        else:
            checked.append(_check_spec(workspace, path, diagnostics, caches))
    taken = {one.project.name for one in checked}
    rivals = [path for path, one in known.items() if one.name in taken]
    checked.extend(_check_spec(workspace, path, diagnostics, caches) for path in rivals)
    unread = () if names else find_lookalikes(workspace.tree, workspace.settings.specs, selection.all_paths)
    diagnostics.extend(find_between(workspace, tuple(one.project for one in checked), unread))
    return Checked(tuple(checked), tuple(dict.fromkeys(diagnostics)), Sources(workspace.tree))


def _without_rivals(fresh: Mapping[str, Fresh]) -> dict[str, Fresh]:
    """The fresh projects whose names are their own: two of one name were never compiled together."""
    count = Counter(one.name for one in fresh.values())
    return {path: one for path, one in fresh.items() if count[one.name] == 1}


def _check_spec(workspace: Workspace, path: str, diagnostics: list[Diagnostic], caches: CodeCaches) -> CheckedProject:
    """Read a spec through a tree of its own, which remembers what was asked."""
    recorder = RecordingTree(workspace.tree)
    own: list[Diagnostic] = []
    project = read_project(recorder, path, workspace.registry)
    checked = check_project(workspace, recorder, project, own, caches)
    diagnostics.extend(own)
    return checked


def check_project(
    repository: Workspace, tree: RecordingTree, project: Project, diagnostics: list[Diagnostic], caches: CodeCaches
) -> CheckedProject:
    """Bind the names of one spec and run every check on it, in its base, in each environment and each variant."""
    workspace = evolve(repository, tree=tree)
    named = (distribution for distribution, _ in workspace.settings.plugins)
    diagnostics.extend(hint_at_plugins(project.diagnostics, workspace.tree, named))
    runtime = project.base.sections.get("runtime")
    roots = source_roots(None if isinstance(runtime, Invalid) else runtime, project.folder)
    cache = caches.of(project.path)
    modules = SourceModules(workspace.tree, roots, cache)
    options, faults = validate_choices(project, workspace.registry, workspace.settings)
    diagnostics.extend(faults)
    resolution, reached = resolve(project.base.sections, modules), ReachedCode(modules)
    base = subjects_of(workspace, project, project.base, resolution)
    base |= {"reached": reached, "requirements": read_requirements(workspace.tree, _requirement_files(base["paths"]))}
    diagnostics.extend(find_in_view(workspace, project.base, base))
    for view in project.environments:
        _check_view(workspace, project, view, base, modules, diagnostics)
    for variant in project.variants:
        told = set(diagnostics)
        diagnostics.extend(
            found for found in validate_choices(variant, workspace.registry, workspace.settings)[1] if found not in told
        )
        for view in variant.views:
            _check_view(workspace, variant, view, base, modules, diagnostics)
    entries = [found.entry for found in resolution.entrypoints if isinstance(found, Bound)]
    known = {(entry.module, entry.function): reached.of(entry) for entry in entries}
    modules.settle()
    cache.save()
    return CheckedProject(
        project=project,
        tree=tree,
        resolution=resolution,
        reached=known,
        requirements=base["requirements"],
        options=options,
        diagnostics=tuple(diagnostics),
        answers=tree.answers,
    )


def _check_view(
    workspace: Workspace,
    project: Project,
    view: View,
    base: Mapping[str, Any],
    modules: SourceModules,
    diagnostics: list[Diagnostic],
) -> None:
    """Run the checks that read what a view changes; `base` are the subjects of the spec's own base."""
    if not view.changed:
        return
    here = {**base, **subjects_of(workspace, project, view, resolve(view.sections, modules))}
    here |= {name: base[name] for name in ("code", "paths") if here[name] == base[name]}
    told = set(diagnostics)
    diagnostics.extend(found for found in find_in_view(workspace, view, here, base) if found not in told)


def _requirement_files(paths: tuple[SpecPath, ...]) -> tuple[str, ...]:
    return tuple(path.path for path in paths if path.purpose is PathPurpose.REQUIREMENTS)
