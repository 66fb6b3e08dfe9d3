"""The commit that a plan compares with: the one that is named, else where the work left the default branch."""

import os
import subprocess
from collections.abc import Mapping

from mlspec.diagnostics.diagnostic import Diagnostic, diagnose
from mlspec.driver.plan_rules import NO_BASE, RENAMED_BRANCH
from mlspec.source.git_objects import NO_GIT, GitFault, GitObjects
from mlspec.vocabulary.record import record


@record
class GitBase:
    """A commit: how it was named, its digest, and how it was found, as in `merge base with origin/main`."""

    name: str
    commit: str
    found: str


@record
class Checkout:
    """A folder in the working tree of a repository: the way to it from the top, and the environment for git."""

    folder: str
    prefix: str
    environment: Mapping[str, str]


def open_checkout(folder: str) -> Checkout:
    """The checkout around a folder; raises GitFault where there is none."""
    environment = {name: value for name, value in os.environ.items() if name not in _LOCAL} | _HERMETIC
    here = Checkout(folder, "", environment)
    found = _git(here, "rev-parse", "--show-prefix")
    if found is None:
        raise GitFault(
            f"`{folder}` is no working tree of git", "a plan compares with a commit: run `git init` and commit"
        )
    return Checkout(folder, found.removesuffix("\n").rstrip("/"), environment)


def find_base(checkout: Checkout, objects: GitObjects, ref: str) -> tuple[GitBase, tuple[Diagnostic, ...]]:
    """The base that is meant, and what is to be told of it; raises GitFault where there is none."""
    if ref:
        return GitBase(ref, _named(checkout, objects, ref), ref), ()
    if _commit(objects, "HEAD") is None:
        raise GitFault("there is no commit yet", "commit first: a plan compares with a commit")
    branch, told = _default_branch(checkout, objects)
    commit = _git(checkout, "merge-base", branch, "HEAD")
    if commit is None:
        raise _no_merge_base(checkout, branch)
    return GitBase(branch, commit.strip(), f"the merge base with {branch}"), told


def uncommitted_files(checkout: Checkout) -> tuple[str, ...]:
    """The files of the folder that differ from HEAD, or are new to git."""
    words = ("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", ".")
    listed = _git(checkout, "-c", "core.fsmonitor=false", *words, ":(exclude,glob)**/.mlspec/**") or ""
    above = f"{checkout.prefix}/" if checkout.prefix else ""
    return tuple(entry[3:].removeprefix(above) for entry in listed.split("\0") if entry)


def changed_between(checkout: Checkout, older: str, newer: str) -> tuple[str, ...] | None:
    """The files of the folder that two commits do not share; None where git does not know one of them."""
    words = ("diff-tree", "-r", "-z", "--name-only", "--no-renames", "--relative", older, newer)
    listed = _git(checkout, *words)
    return None if listed is None else tuple(path for path in listed.split("\0") if path)


def diagnose_fault(fault: GitFault) -> Diagnostic:
    """What git could not give, as the user reads it."""
    return diagnose(NO_BASE, fault.message, help=fault.advice or ())


def _named(checkout: Checkout, objects: GitObjects, ref: str) -> str:
    plain = not ref.startswith("-") and ref.isprintable()
    commit = _commit(objects, ref) if plain else None
    if commit is None:
        advice = _DEEPEN if _is_shallow(checkout) else "name a branch, a tag or a commit that this clone has"
        raise GitFault(f"`{ref}` names no commit of this clone", advice)
    return commit


def _default_branch(checkout: Checkout, objects: GitObjects) -> tuple[str, tuple[Diagnostic, ...]]:
    head = _git(checkout, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD")
    named = head.strip() if head else ""
    if named and _commit(objects, f"refs/remotes/{named}") is not None:
        return named, ()
    found = next((name for name, full in _USUAL if _commit(objects, full) is not None), "")
    if not found:
        raise GitFault("the default branch is not known", _DEEPEN if _is_shallow(checkout) else _NAME_BASE)
    if not named:
        return found, ()
    message = f"`origin/HEAD` names `{named}`, which is not there any more; the plan compares with `{found}`"
    return found, (diagnose(RENAMED_BRANCH, message, help="run `git remote set-head origin --auto`"),)


def _no_merge_base(checkout: Checkout, branch: str) -> GitFault:
    if _is_shallow(checkout):
        return GitFault(f"this clone is shallow and does not reach back to where the work left `{branch}`", _DEEPEN)
    return GitFault(f"`HEAD` and `{branch}` have no commit in common", _NAME_BASE)


def _commit(objects: GitObjects, name: str) -> str | None:
    found = objects.get(f"{name}^{{commit}}")
    return None if found is None else found.digest


def _is_shallow(checkout: Checkout) -> bool:
    return (_git(checkout, "rev-parse", "--is-shallow-repository") or "").strip() == "true"


def _git(checkout: Checkout, *words: str) -> str | None:
    """What git prints; None where it fails."""
    command = ["git", "--no-optional-locks", "-C", checkout.folder, *words]
    try:
        run = subprocess.run(command, capture_output=True, check=False, env=checkout.environment)  # noqa: S603 - no shell
    except OSError as error:
        raise GitFault(NO_GIT, "install git") from error
    return os.fsdecode(run.stdout) if run.returncode == 0 else None


_NAME_BASE = "name the commit to compare with: `--base REF`"
_DEEPEN = "fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout"
_USUAL = tuple(
    (f"{short}{name}", f"refs/{full}{name}")
    for short, full in (("origin/", "remotes/origin/"), ("", "heads/"))
    for name in ("main", "master")
)
# What a hook or a script around mlspec may have set for another repository than the one of the folder.
_LOCAL = frozenset(
    {
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE"),
        *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_REPLACE_REF_BASE", "GIT_GRAFT_FILE"),
    }
)
_HERMETIC = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
