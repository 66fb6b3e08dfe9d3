"""Bringing compiled files to the disk, or telling how the disk differs from them."""

from collections.abc import Callable, Iterator, Mapping

from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.driver.checking import Checked
from mlspec.driver.compile import Compiled, compile_projects
from mlspec.driver.freshness import SHARED, Fresh, FreshnessIndex
from mlspec.driver.outcome import Outcome, counted, locked_folders, up_to_date
from mlspec.driver.recording import RecordingTree
from mlspec.driver.shared_files import compile_shared
from mlspec.driver.workspace import Workspace
from mlspec.output.difference import diff_text
from mlspec.output.drift import Drift, FileDrift, compare_output, is_clean
from mlspec.output.fault import OutputFault, diagnose_fault, diagnose_refusals
from mlspec.output.lock import Lock, lock_path
from mlspec.output.wanted import Wanted, want
from mlspec.output.writer import Written, write_output
from mlspec.version import VERSION
from mlspec.vocabulary.file_state import FileState
from mlspec.vocabulary.record import record


@record
class _Folder:
    """A folder of the output with what shall stand in it; no lock where its project is gone.

    `spec` is the path of the spec that compiles to it. Where nothing about the spec has changed, `known` is what was
    found out about it, and there is nothing that was compiled.
    """

    path: str
    spec: str
    artifacts: tuple[tuple[str, str], ...]
    lock: Lock | None
    compiled: Compiled | None = None
    known: Wanted | None = None


def write_all(
    workspace: Workspace,
    checked: Checked,
    index: FreshnessIndex,
    fresh: Mapping[str, Fresh],
    *,
    whole: bool,
    force: bool,
    on_wait: Callable[[], None],
) -> Outcome:
    """Write the files of all checked projects; with `whole`, those of projects that are gone are removed.

    The `fresh` projects, by the path of their spec, are left as they are; the index learns what has been written.
    """
    lines: list[str] = []
    diagnostics: list[Diagnostic] = []
    changed = 0
    folders = _folders(workspace, checked, fresh, None if force else index.fresh(SHARED), whole)
    everywhere = _paths(folders)
    for folder in folders:
        wanted = _wanted(folder)
        try:
            drift = compare_output(workspace.root, wanted, everywhere)
            written = write_output(workspace.root, drift, force=force, on_wait=on_wait)
        except OutputFault as fault:
            diagnostics.append(diagnose_fault(fault))
            continue
        lines.extend(_written_lines(written))
        changed += len(written.created) + len(written.updated) + len(written.removed)
        refusals = diagnose_refusals(written.edited, written.unowned, written.kept_orphans)
        diagnostics.extend(refusals)
        _remember(index, folder, wanted, is_clean=not refusals)
    index.save()
    told = (*_not_compiled_lines(folders), *(line for one in fresh.values() for line in one.lines))
    count = len(checked.projects) + len(fresh)
    summary = f"{counted(count, 'spec')} compiled, {counted(changed, 'file')} changed" if changed else up_to_date(count)
    return Outcome((*lines, *told), tuple(diagnostics), summary)


def check_output(workspace: Workspace, checked: Checked, *, whole: bool) -> Outcome:
    """Tell whether every file is as it would be compiled now, with a diff of those that are not."""
    lines: list[str] = []
    diagnostics: list[Diagnostic] = []
    stale: list[str] = []
    kept: list[str] = []
    folders = _folders(workspace, checked, {}, None, whole)
    everywhere = _paths(folders)
    for folder in folders:
        try:
            drift = compare_output(workspace.root, _wanted(folder), everywhere)
        except OutputFault as fault:
            diagnostics.append(diagnose_fault(fault))
            continue
        if not is_clean(drift):
            stale.append(folder.path)
            kept.extend(file.path for file in drift.files if file.state in _KEPT)
            lines.extend(_drift_lines(drift))
    if stale:
        names = sorted({path.rpartition("/")[2] for path in stale if path != workspace.settings.output})
        command = "mlspec compile" if whole else f"mlspec compile {' '.join(names)}"
        lines.append(f"not up to date: {', '.join(stale)}; run `{command}` and commit what it writes")
        if kept:
            lines.append(f"it keeps {', '.join(kept)}: what was edited there is replaced by `{command} --force` only")
    summary = "" if stale else up_to_date(len(checked.projects))
    return Outcome((*lines, *_not_compiled_lines(folders)), tuple(diagnostics), summary, bool(stale or diagnostics))


def _folders(
    workspace: Workspace, checked: Checked, fresh: Mapping[str, Fresh], shared: Fresh | None, whole: bool
) -> tuple[_Folder, ...]:
    """All folders that there is something to do about."""
    compiled = tuple(compile_projects(workspace, checked))
    folders = [_Folder(one.graph.output_folder, one.one.project.path, _pairs(one), one.lock, one) for one in compiled]
    if whole:
        current = {folder.path for folder in folders} | {one.folder for one in fresh.values()}
        gone = [path for path in locked_folders(workspace.tree, workspace.settings.output) if path not in current]
        folders = [*(_Folder(path, "", (), None) for path in gone), *folders]
    for path, one in (*fresh.items(), *(((SHARED, shared),) if shared else ())):
        if one.wanted is not None:
            folders.append(_Folder(one.folder, path, one.wanted.artifacts, None, known=one.wanted))
    if shared is None:
        files = compile_shared(workspace)
        folders.append(_Folder(workspace.settings.output, SHARED, files.artifacts, files.lock))
    return tuple(folders)


def _pairs(one: Compiled) -> tuple[tuple[str, str], ...]:
    return tuple((artifact.path, artifact.text) for artifact in one.artifacts)


def _wanted(folder: _Folder) -> Wanted:
    return folder.known or want(folder.path, folder.artifacts, folder.lock)


def _remember(index: FreshnessIndex, folder: _Folder, wanted: Wanted, is_clean: bool) -> None:
    if wanted.lock_text is None:
        return
    if folder.compiled is not None:
        tree, lines = folder.compiled.one.tree, tuple(_not_compiled_lines((folder,)))
        if not isinstance(tree, RecordingTree):
            return
        known = Fresh(folder.compiled.graph.name, folder.path, lines, folder.compiled.one.diagnostics)
        index.remember(folder.spec, known, tree.answers, wanted)
    elif folder.known is None:
        index.remember(folder.spec, Fresh("", folder.path, ()), {}, wanted)
    if is_clean:
        index.note_written(folder.spec, wanted)


def _paths(folders: tuple[_Folder, ...]) -> frozenset[str]:
    return frozenset(path for folder in folders for path, _ in folder.artifacts)


def _not_compiled_lines(folders: tuple[_Folder, ...]) -> Iterator[str]:
    for folder in folders:
        if folder.compiled is not None and folder.compiled.not_compiled:
            yield f"{folder.compiled.graph.name}: not compiled yet: {', '.join(folder.compiled.not_compiled)}"


def _written_lines(written: Written) -> Iterator[str]:
    for verb, paths in (("created", written.created), ("updated", written.updated), ("removed", written.removed)):
        for path in paths:
            yield f"{verb}  {path}"
    for path, saved in written.saved:
        yield f"the former text of {path} is kept in {saved}"


def _drift_lines(drift: Drift) -> Iterator[str]:
    former = drift.former
    if isinstance(former, Lock) and former.mlspec != VERSION:
        yield f"{drift.folder} was compiled by mlspec {former.mlspec}, and this is {VERSION}"
    for file in drift.files:
        if file.state is not FileState.UNCHANGED:
            yield f"{file.path}: {_SAID[file.state]}"
            yield diff_text(_found(file), file.wanted, file.path)
    for orphan in drift.orphans:
        yield f"{orphan.path}: no spec compiles to it any more"
    if drift.lock_state is not FileState.UNCHANGED:
        yield f"{lock_path(drift.folder)}: {_SAID[drift.lock_state]}"


def _found(file: FileDrift) -> str | None:
    return None if file.found is None else file.found.decode("utf-8", errors="replace")


_KEPT = (FileState.HAND_EDITED, FileState.UNOWNED)
_SAID = {
    FileState.NEW: "not there yet",
    FileState.CHANGED: "not as the spec compiles now",
    FileState.HAND_EDITED: "edited by hand",
    FileState.CONFLICTED: "holds both sides of a merge conflict",
    FileState.UNOWNED: "stands in the way, and mlspec did not write it",
    FileState.UNCHANGED: "as it should be",
}
