"""A name would stand in the way of another one in the generated code.

What steps give becomes variables of generated functions, and steps become functions of their own name, beside the
modules that these functions use: Python's own words (`list`, `input`), what is imported (`os`, `json`), and the
generated modules (`columns`, `gates`, `stages`, `predictor`, `release`, `tracking`, `monitoring`, `run`). Give the
dataset, the output or the step another name; a package that is called like a generated module has to be renamed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, AtPlace, Finding
from mlspec.analysis.missing_code import source_folders
from mlspec.diagnostics.diagnostic import Rule
from mlspec.source.text import Place, Span
from mlspec.source.tree import EntryKind, Tree
from mlspec.vocabulary.role import Role

if TYPE_CHECKING:
    from mlspec.analysis.subjects import Project
    from mlspec.resolution.draft import Draft
    from mlspec.resolution.namespace import Name
    from mlspec.resolution.resolution import Resolution
    from mlspec.source.route import Route
    from mlspec.spec.exports import Exports
    from mlspec.spec.jobs import Jobs
    from mlspec.spec.runtime import Runtime

RULE = Rule("reserved-name", __doc__)


def check(
    code: Resolution,
    project: Project,
    tree: Tree,
    runtime: Runtime | None = None,
    jobs: Jobs | None = None,
    exports: Exports | None = None,
) -> Iterator[Finding]:
    """Look at the names of outputs, of steps, and of the modules at the top of the source folders."""
    links = {step.draft.route: step.draft.name for step in code.steps if _is_link(step.draft)}
    for given in code.names.names:
        if given.route not in links:
            yield from _output(given)
    for route, name in links.items():
        yield from _step(name, (*route, "name"))
    yield from _made_alike(code, jobs, exports)
    yield from _capitals(code)
    if code.entrypoints:
        for folder in source_folders(runtime, project.folder):
            yield from _modules(folder, tree)


def _is_link(draft: Draft) -> bool:
    """Whether the user has named the step itself: a link of a chain."""
    return draft.role is Role.TRAIN and len(draft.route) > 1


def _output(given: Name) -> Iterator[Finding]:
    reason = _reason(given.name)
    if reason:
        message = f"`{given.name}` cannot name what a step gives: {reason}"
        help_ = f"give it another name, such as `{given.name}_rows`"
        yield Finding(message, (At(given.route, "name is taken", key=True),), (help_,))


def _step(name: str, route: Route) -> Iterator[Finding]:
    reason = _reason(name)
    if reason:
        yield Finding(f"`{name}` cannot name a step: {reason}", (At(route, "name is taken"),), ("rename the step",))


def _reason(name: str) -> str:
    """What else the name means in the generated code."""
    import builtins

    if name in MODULES:
        return "a generated module has this name"
    if name in _USED:
        return "the generated code uses this name itself"
    return "it is a word of Python's own" if hasattr(builtins, name) else ""


def _made_alike(code: Resolution, jobs: Jobs | None, exports: Exports | None) -> Iterator[Finding]:
    """Steps that the compiler adds take names too; `-` becomes `_`."""
    datasets = [str(step.draft.route[-1]) for step in code.steps if step.draft.role is Role.DATA]
    added = {f"{verb}_{name}" for verb in ("check", "split") for name in datasets} | _ADDED
    taken = added | {step.draft.name for step in code.steps}
    named = [
        (step.draft.name, (*step.draft.route, "name"), False)
        for step in code.steps
        if _is_link(step.draft) and step.draft.name in added
    ]
    for entries in (jobs, exports):
        for name in entries.root if entries is not None else ():
            if name.replace("-", "_") in taken and entries is not None:
                named.append((name.replace("-", "_"), entries.at(name), True))
    for name, route, is_key in named:
        message = f"two steps would be called `{name}` in the generated code"
        yield Finding(message, (At(route, "name is taken", key=is_key),), ("give it another name",))


def _capitals(code: Resolution) -> Iterator[Finding]:
    """The table of a dataset's columns bears its name in capitals."""
    seen: dict[str, Route] = {}
    for step in code.steps:
        if step.draft.role is Role.DATA:
            name = str(step.draft.route[-1])
            first = seen.setdefault(name.upper(), step.draft.route)
            if first is not step.draft.route:
                message = f"`{name}` and `{first[-1]}` would both be called `{name.upper()}` in the generated code"
                places = (At(step.draft.route, "the same name", key=True), At(first, "name is taken", key=True))
                yield Finding(message, places, ("rename one of the two",))


def _modules(folder: str, tree: Tree) -> Iterator[Finding]:
    for name in sorted(MODULES):
        stem = name if folder == "." else f"{folder}/{name}"
        for path in (f"{stem}.py", f"{stem}/__init__.py"):
            if tree.kind(path) is EntryKind.FILE:
                message = (
                    f"the module `{name}` has the name of a generated one, and Python could only import one of them"
                )
                place = AtPlace(Place(path, Span(0, 0)), "name is taken")
                yield Finding(message, (place,), ("rename the module, or move it into a package",))


MODULES = frozenset(
    {
        *("columns", "gates", "predictor", "release", "run", "stages", "tracking"),
        *("monitor_drift", "monitor_findings", "monitor_log", "monitor_report", "monitoring"),
    }
)
_USED = frozenset(
    {
        *(
            "Any",
            "Mapping",
            "Path",
            "TYPE_CHECKING",
            "TemporaryDirectory",
            "ast",
            "asyncio",
            "datetime",
            "hashlib",
            "json",
        ),
        *("math", "monthrange", "np", "os", "pd", "pickle", "subprocess", "sys", "timedelta"),
        *("FINGERPRINTS", "PROJECT", "ROOT", "SOURCES", "identity", "lot", "made", "params", "place"),
        *("as_of", "champion", "environment", "run_id", "verdicts", "version", "workdir"),
    }
)
"""What `stages.py` imports and defines, the variables within its functions, and what every run knows."""
_ADDED = frozenset({"check_gates", "register", "test_model"})
