"""Planning: both sides are read, checked and compiled in memory, and compared."""

from collections.abc import Iterator, Mapping
from typing import Any

from mlspec.diagnostics.diagnostic import Diagnostic, diagnose, is_error
from mlspec.driver.checking import Checked, CheckedProject, check_projects
from mlspec.driver.git_base import Checkout, GitBase, count_uncommitted, diagnose_fault, find_base, open_checkout
from mlspec.driver.plan_rules import BROKEN_BASE, NO_SUCH_PART, UNSEEN_SUBMODULE
from mlspec.driver.plan_side import side_of
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
from mlspec.source.git_objects import GitFault, GitObjects
from mlspec.source.git_tree import GitTree
from mlspec.source.spelling import nearest
from mlspec.source.text import Place, SourceText
from mlspec.vocabulary.record import evolve, record


@record
class Asked:
    """What a plan is wanted of; empty words ask for everything. `why` is a stage that the plan has to know."""

    names: tuple[str, ...] = ()
    base: str = ""
    environment: str = ""
    stage: str = ""
    why: str = ""


@record
class Planned:
    """A plan, or the diagnostics that keep one from being made; warnings may stand beside a plan.

    `head` are the models of the working tree.
    """

    plan: Plan | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Any]
    head: tuple[Side, ...] = ()


def plan_changes(workspace: Workspace, asked: Asked) -> Planned:
    """Compare the working tree with its base; nothing is written but the cache."""
    try:
        checkout = open_checkout(workspace.root)
        objects = GitObjects(checkout.folder, checkout.environment)
    except GitFault as fault:
        return Planned(None, (diagnose_fault(fault),), {})
    try:
        return _plan(workspace, asked, checkout, objects)
    except GitFault as fault:
        return Planned(None, (diagnose_fault(fault),), {})
    finally:
        objects.close()


def _plan(workspace: Workspace, asked: Asked, checkout: Checkout, objects: GitObjects) -> Planned:
    base, told = find_base(checkout, objects, asked.base)
    tree = GitTree(objects, base.commit, checkout.prefix)
    former = equip(Repository(workspace.root, tree, *read_settings(tree)))
    missing = _missing(workspace, former, asked.names)
    head = _checked(workspace, asked.names)
    if head.failed or missing:
        return Planned(None, (*missing, *head.diagnostics), head.sources)
    below = _checked(former, _former_names(head, asked.names))
    submodules = tuple(_unseen(tree, below.projects))
    if below.failed or submodules:
        return _broken(base, below, tree, submodules)
    return _compare(workspace, former, asked, (head, below), base, (*told, *head.diagnostics), checkout)


def _compare(
    workspace: Workspace,
    former: Workspace,
    asked: Asked,
    checked: tuple[Checked, Checked],
    base: GitBase,
    told: tuple[Diagnostic, ...],
    checkout: Checkout,
) -> Planned:
    head, below = checked
    after = tuple(side_of(workspace, one, in_base=False) for one in head.projects)
    before = tuple(side_of(former, one, in_base=True) for one in below.projects)
    unknown = tuple(_unknown(asked, (*before, *after)))
    if unknown:
        return Planned(None, unknown, head.sources)
    if asked.environment:
        before, after = (tuple(in_environment(side, asked.environment) for side in sides) for sides in (before, after))
    models = compare_models(before, after)
    plan = Plan(
        base=base.name,
        commit=base.commit,
        found=base.found,
        uncommitted=count_uncommitted(checkout),
        models=models,
        unchanged=len(after) - sum(1 for model in models if model.name in {side.name for side in after}),
    )
    plan = without_others(plan, asked.environment) if asked.environment else plan
    return Planned(of_stage(plan, asked.stage) if asked.stage else plan, told, head.sources, after)


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
