"""Planning: both sides are read, checked and compiled in memory, and compared."""

from collections.abc import Iterator
from posixpath import normpath

from mlspec.diagnostics.diagnostic import Diagnostic, diagnose, is_error
from mlspec.driver.checking import Checked, CheckedProject, check_projects
from mlspec.driver.git_base import Checkout, GitBase, uncommitted_files
from mlspec.driver.plan_rules import BROKEN_BASE, NO_SUCH_PART, UNSEEN_SUBMODULE
from mlspec.driver.plan_scope import KnownModel, Scope, keep_scope
from mlspec.driver.plan_side import side_of
from mlspec.driver.planning import Asked, FoundBase, Planned
from mlspec.driver.recording import RecordingTree
from mlspec.driver.selection import NO_SUCH_SPEC, select_specs
from mlspec.driver.settings import read_settings
from mlspec.driver.sources import Sources
from mlspec.driver.workspace import Repository, Workspace, equip
from mlspec.plan.change import Plan
from mlspec.plan.model_comparison import compare_models
from mlspec.plan.parts import parts_of
from mlspec.plan.selection import in_environment, of_stage, without_others
from mlspec.plan.side import Side
from mlspec.source.git_objects import GitObjects
from mlspec.source.git_tree import GitTree
from mlspec.source.spelling import nearest
from mlspec.source.text import Place, SourceText
from mlspec.vocabulary.record import evolve, record


def plan_between(
    workspace: Workspace, asked: Asked, checkout: Checkout, objects: GitObjects, found: FoundBase, scope: Scope | None
) -> Planned:
    """Compare the working tree with its base, within a scope where there is one; raises GitFault."""
    base = found.base
    tree = GitTree(objects, base.commit, checkout.prefix)
    former = equip(Repository(workspace.root, tree, *read_settings(tree)))
    missing = _missing(workspace, former, asked.names)
    names = asked.names if scope is None else scope.affected
    head = _checked(workspace, names)
    if head.failed or missing:
        return Planned(None, (*missing, *head.diagnostics), head.sources)
    below = _checked(former, _former_names(head, names))
    submodules = tuple(_unseen(tree, below.projects))
    if below.failed or submodules:
        return _broken(base, below, tree, submodules)
    sides = _Sides(
        tuple(side_of(former, one, in_base=True) for one in below.projects),
        tuple(side_of(workspace, one, in_base=False) for one in head.projects),
        () if scope is None else tuple(one for one in scope.models if one.path not in scope.affected),
    )
    if not asked.names and not tree.has_followed:
        known = (_known(side, one) for side, one in zip(sides.before, below.projects, strict=True))
        keep_scope(workspace.root, former.settings, base.commit, (*sides.others, *known))
    unknown = tuple(_unknown(asked, (*sides.before, *sides.after)))
    if unknown:
        return Planned(None, unknown, head.sources)
    uncommitted = len(uncommitted_files(checkout)) if scope is None else scope.uncommitted
    plan = _compare(sides, asked, base, uncommitted)
    return Planned(plan, (*found.told, *head.diagnostics), head.sources, sides.after)


@record
class _Sides:
    """The models of both sides that are compared, and those that are known to be the same."""

    before: tuple[Side, ...]
    after: tuple[Side, ...]
    others: tuple[KnownModel, ...]


def _compare(sides: _Sides, asked: Asked, base: GitBase, uncommitted: int) -> Plan:
    before, after = sides.before, sides.after
    if asked.environment:
        before, after = (tuple(in_environment(side, asked.environment) for side in them) for them in (before, after))
    models = compare_models(before, after, tuple(one.neighbour for one in sides.others))
    there = {side.name for side in after}
    plan = Plan(
        base=base.name,
        commit=base.commit,
        found=base.found,
        uncommitted=uncommitted,
        models=models,
        unchanged=len(sides.others) + len(after) - sum(1 for model in models if model.name in there),
    )
    plan = without_others(plan, asked.environment) if asked.environment else plan
    return of_stage(plan, asked.stage) if asked.stage else plan


def _known(side: Side, one: CheckedProject) -> KnownModel:
    """A model of the base with what was asked for outside of its folder."""
    inside = f"{one.project.folder}/"
    asked = one.tree.answers if isinstance(one.tree, RecordingTree) else {}
    outside = (normpath(path) for path in asked if not normpath(path).startswith(inside))
    return KnownModel(one.project.path, side.neighbour, tuple(sorted({*outside} - {one.project.folder})))


def _missing(workspace: Workspace, former: Workspace, names: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """A name may be that of a model that only one side has; what neither has is told as always."""
    absent = select_specs(workspace, names).diagnostics if names else ()
    if not absent:
        return ()
    gone = {found.message for found in select_specs(former, names).diagnostics}
    return tuple(found for found in absent if found.message in gone and found.rule == NO_SUCH_SPEC.name)


def _checked(workspace: Workspace, names: tuple[str, ...]) -> Checked:
    """The models of these names that one side has; no names mean all."""
    paths = select_specs(workspace, names).paths if names else ()
    if names and not paths:
        return Checked((), workspace.diagnostics, Sources(workspace.tree))
    return check_projects(workspace, paths)


def _former_names(head: Checked, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the base that are meant: those asked for, and what models of the head are and were called."""
    if not names:
        return ()
    moved = (getattr(one.project.header, "moved", None) for one in head.projects)
    wanted = (*names, *(one.project.name for one in head.projects), *(one.from_ for one in moved if one is not None))
    return tuple(dict.fromkeys(wanted))


def _unseen(tree: GitTree, projects: tuple[CheckedProject, ...]) -> Iterator[Diagnostic]:
    """The submodules that a model of the base asks for something in."""
    asked = {path for one in projects if isinstance(one.tree, RecordingTree) for path in one.tree.answers}
    for submodule in tree.submodules:
        if any(path == submodule or path.startswith(f"{submodule}/") for path in asked):
            message = f"`{submodule}` is a submodule, into which a plan does not look"
            yield diagnose(UNSEEN_SUBMODULE, message)


def _broken(base: GitBase, below: Checked, tree: GitTree, submodules: tuple[Diagnostic, ...]) -> Planned:
    """The errors of the base, at places such as `1a2b3c4:specs/churn/mlproject.yaml`."""
    mark = f"{base.commit[:7]}:"
    errors = tuple(_marked(found, mark) for found in below.diagnostics if is_error(found))
    head = f"the base, {base.found} ({base.commit[:7]}), does not compile, so that nothing can be compared with it"
    told = () if submodules else (diagnose(BROKEN_BASE, head, help="name another base by `--base`, or mend it first"),)
    return Planned(None, (*submodules, *told, *errors), _marked_texts(errors, Sources(tree), mark))


def _marked(found: Diagnostic, mark: str) -> Diagnostic:
    labels = tuple(evolve(label, place=Place(mark + label.place.path, label.place.span)) for label in found.labels)
    return evolve(found, labels=labels, fixes=())


def _marked_texts(errors: tuple[Diagnostic, ...], sources: Sources, mark: str) -> dict[str, SourceText]:
    """The texts that the errors show, read while git still answers."""
    marked = {label.place.path for found in errors for label in found.labels}
    texts = {path: sources.get(path.removeprefix(mark)) for path in sorted(marked)}
    return {path: text for path, text in texts.items() if text is not None}


def _unknown(asked: Asked, sides: tuple[Side, ...]) -> Iterator[Diagnostic]:
    environments = sorted({one.name for side in sides for one in side.graph.environments})
    if asked.environment and asked.environment not in environments:
        yield _no_such("environment", asked.environment, environments)
    stages = sorted({name for side in sides for name in _stages(side)})
    for stage in filter(None, (asked.stage, asked.why)):
        if stage not in stages:
            yield _no_such("stage", stage, stages)


def _stages(side: Side) -> Iterator[str]:
    return (part.name for part in parts_of(side))


def _no_such(noun: str, name: str, known: list[str]) -> Diagnostic:
    guess = nearest(name, known)
    listed = ", ".join(f"`{one}`" for one in known[:20]) or "none"
    advice = f"did you mean `{guess}`?" if guess else f"known are {listed}"
    return diagnose(NO_SUCH_PART, f"no model has the {noun} `{name}`", help=advice)
