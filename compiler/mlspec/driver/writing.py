"""Bringing compiled files to the disk, or telling how the disk differs from them."""

from collections.abc import Callable, Iterator, Mapping

from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.driver.checking import Checked
from mlspec.driver.compile import Compiled, compile_projects
from mlspec.driver.freshness import SHARED, Fresh, FreshnessIndex
from mlspec.driver.outcome import Outcome, counted, locked_folders, up_to_date
from mlspec.driver.recording import Answer
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
    """What shall stand in a folder of the output; `spec` is the path of the spec that compiles to it.

    `known` is what was found out just now, from these `answers` of the tree; None where the index knows it already.
    """

    spec: str
    wanted: Wanted
    known: Fresh | None = None
    answers: Mapping[str, Answer] = {}


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
        try:
            drift = compare_output(workspace.root, folder.wanted, everywhere)
            written = write_output(workspace.root, drift, force=force, on_wait=on_wait)
        except OutputFault as fault:
            diagnostics.append(diagnose_fault(fault))
            continue
        lines.extend(_written_lines(written))
        changed += len(written.created) + len(written.updated) + len(written.removed)
        refusals = diagnose_refusals(written.edited, written.unowned, written.kept_orphans)
        diagnostics.extend(refusals)
        _remember(index, folder, is_clean=not refusals)
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
            drift = compare_output(workspace.root, folder.wanted, everywhere)
        except OutputFault as fault:
            diagnostics.append(diagnose_fault(fault))
            continue
        if not is_clean(drift):
            stale.append(folder.wanted.folder)
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
    folders = [_folder_of(one) for one in compile_projects(workspace, checked)]
    if whole:
        current = {folder.wanted.folder for folder in folders} | {one.folder for one in fresh.values()}
        gone = [path for path in locked_folders(workspace.tree, workspace.settings.output) if path not in current]
        folders = [*(_Folder("", Wanted(path, (), (), None)) for path in gone), *folders]
    kept = (*fresh.items(), *(((SHARED, shared),) if shared else ()))
    folders.extend(_Folder(path, one.wanted) for path, one in kept if one.wanted is not None)
    if shared is None:
        output, files = workspace.settings.output, compile_shared(workspace)
        folders.append(_Folder(SHARED, want(output, files.artifacts, files.lock), Fresh("", output, ())))
    return tuple(folders)


def _folder_of(compiled: Compiled) -> _Folder:
    """What is to be written and remembered of a project; its graph is let go: those of a thousand fill the memory."""
    one, folder = compiled.one, compiled.graph.output_folder
    artifacts = tuple((artifact.path, artifact.text) for artifact in compiled.artifacts)
    missing = ", ".join(compiled.not_compiled)
    lines = (f"{compiled.graph.name}: not compiled yet: {missing}",) if missing else ()
    known = Fresh(compiled.graph.name, folder, lines, one.diagnostics)
    return _Folder(one.project.path, want(folder, artifacts, compiled.lock), known, one.answers)


def _remember(index: FreshnessIndex, folder: _Folder, is_clean: bool) -> None:
    if folder.wanted.lock_text is None:
        return
    if folder.known is not None:
        index.remember(folder.spec, folder.known, folder.answers, folder.wanted)
    if is_clean:
        index.note_written(folder.spec, folder.wanted)


def _paths(folders: tuple[_Folder, ...]) -> frozenset[str]:
    return frozenset(path for folder in folders for path, _ in folder.wanted.artifacts)


def _not_compiled_lines(folders: tuple[_Folder, ...]) -> Iterator[str]:
    for folder in folders:
        yield from folder.known.lines if folder.known is not None else ()


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
