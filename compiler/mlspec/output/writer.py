"""The only place that writes: the journal first, every file beside its place and then into it at once, the lock last.

A process that is killed leaves each file old or new. Nothing is flushed to the disk file by file: that would guard
against a power cut alone, at the price of most of a compile's time, and what a power cut takes the next compile writes.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from mlspec.output.drift import Drift, FileDrift, Orphan, is_clean, look_again
from mlspec.output.enclosure import Enclosure
from mlspec.output.exclusion import exclude_others
from mlspec.output.fault import OutputFault, fault_of
from mlspec.output.journal import STATE, beside, format_journal, journal_path
from mlspec.output.lock import digest_bytes, lock_path, with_files
from mlspec.vocabulary.file_state import FileState
from mlspec.vocabulary.record import record


@record
class Written:
    """What a compile did, by path: the files that it wrote and removed, and those that it left alone.

    `saved` tells for files that held somebody's work where their former text is kept.
    """

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    unowned: tuple[str, ...] = ()
    kept_orphans: tuple[str, ...] = ()
    saved: tuple[tuple[str, str], ...] = ()


@record
class _Work:
    """What is to be done: files to write, files to remove, and the text of the lock; None for no lock at all."""

    drift: Drift
    files: tuple[FileDrift, ...]
    removed: tuple[Orphan, ...]
    lock_text: str | None


def write_output(root: str, drift: Drift, force: bool = False, on_wait: Callable[[], None] | None = None) -> Written:
    """Bring the disk to what a drift wants, but for hand edits and what mlspec does not own; `force` takes these too.

    Raises OutputFault where something cannot be written; every file is then old or new, and the next compile goes on.
    """
    if is_clean(drift) and not drift.is_interrupted:
        return Written()
    real = os.path.realpath(root)
    with exclude_others(real, on_wait):
        # Another compile may have written since the drift was found.
        work = _decide(look_again(real, drift), force)
        if work.drift.is_interrupted:
            _sweep(real, work.drift)
        saved = _carry_out(real, work) if _is_needed(work) else ()
        if _is_needed(work) or work.drift.is_interrupted:
            _remove(real, journal_path(drift.folder))
        return _account(work, saved)


def _decide(drift: Drift, force: bool) -> _Work:
    files = tuple(file for file in drift.files if file.state in (_BY_FORCE if force else _UNASKED))
    removed = tuple(orphan for orphan in drift.orphans if force or orphan.is_known)
    return _Work(drift, files, removed, _lock_text(drift, force))


def _lock_text(drift: Drift, force: bool) -> str | None:
    """The lock to write: a file that is left alone keeps the digest that it was last written with, and stays owned."""
    left = {} if force else {file.path: file.state for file in drift.files if file.state in _LEFT_ALONE}
    if drift.lock_text is None or not left:
        return drift.lock_text
    former = dict(drift.former.files) if drift.former else {}
    files = tuple(
        (path, former.get(path, digest) if path in left else digest)
        for path, digest in drift.digests
        if left.get(path) is not FileState.UNOWNED
    )
    return with_files(drift.lock_text, files)


def _is_needed(work: _Work) -> bool:
    return bool(work.files or work.removed or work.lock_text != work.drift.former_text)


def _sweep(root: str, drift: Drift) -> None:
    """Remove what a killed compile left beside the files that its journal names."""
    enclosure = Enclosure(root)
    for path in {lock_path(drift.folder), journal_path(drift.folder), *(path for path, _ in drift.journal)}:
        with suppress(OutputFault, OSError):
            if enclosure.has_folder(path.rpartition("/")[0]):
                os.unlink(f"{root}/{beside(path)}")


def _carry_out(root: str, work: _Work) -> tuple[tuple[str, str], ...]:
    """Everything in its order; what was staged and not put in place is removed, whatever happens."""
    lock = lock_path(work.drift.folder)
    texts = [(file.path, file.wanted.encode()) for file in work.files]
    digests = ((path, digest_bytes(content)) for path, content in texts)
    journal = format_journal((*work.drift.journal, *digests))
    writes_lock = work.lock_text is not None and work.lock_text != work.drift.former_text
    staged: list[str] = []
    try:
        _stage(root, journal_path(work.drift.folder), journal.encode(), staged)
        _put_in_place(root, journal_path(work.drift.folder), staged)
        saved = tuple(_save_texts(root, work, staged))
        for path, content in texts:
            _stage(root, path, content, staged)
        if writes_lock:
            _stage(root, lock, (work.lock_text or "").encode(), staged)
        for path, _ in texts:
            _put_in_place(root, path, staged)
        for orphan in work.removed:
            _remove(root, orphan.path, work.drift.folder)
        if writes_lock:
            _put_in_place(root, lock, staged)
        elif work.lock_text is None:
            _remove(root, lock, work.drift.folder.rpartition("/")[0])
    finally:
        for path in staged:
            with suppress(OSError):
                os.unlink(f"{root}/{beside(path)}")
    return saved


def _save_texts(root: str, work: _Work, staged: list[str]) -> Iterator[tuple[str, str]]:
    """Keep what may be somebody's work before it is overwritten or removed."""
    at_risk = [(file.path, file.found) for file in work.files if file.state not in _OURS]
    at_risk.extend((orphan.path, orphan.found) for orphan in work.removed if not orphan.is_known)
    for path, content in at_risk:
        if content is not None:
            kept = f"{STATE}/overwritten/{path}~{digest_bytes(content)[:12]}"
            _stage(root, kept, content, staged)
            _put_in_place(root, kept, staged)
            yield path, kept


def _stage(root: str, path: str, content: bytes, staged: list[str]) -> None:
    """Write a file beside its place."""
    try:
        handle = _open_new(f"{root}/{beside(path)}")
    except OSError as error:
        raise fault_of(error, path, "written") from error
    staged.append(path)
    try:
        with suppress(OSError):  # some file systems know no modes
            os.fchmod(handle, _MODE)
        view = memoryview(content)
        while view:
            view = view[os.write(handle, view) :]
    except OSError as error:
        raise fault_of(error, path, "written") from error
    finally:
        os.close(handle)


def _open_new(full: str) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        return os.open(full, flags, _MODE)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(full), exist_ok=True)
    except FileExistsError:
        os.unlink(full)  # left by a compile that was killed
    return os.open(full, flags, _MODE)


def _put_in_place(root: str, path: str, staged: list[str]) -> None:
    _outdate_bytecode(f"{root}/{path}", f"{root}/{beside(path)}")
    try:
        os.replace(f"{root}/{beside(path)}", f"{root}/{path}")
    except OSError as error:
        raise fault_of(error, path, "written") from error
    staged.remove(path)


def _outdate_bytecode(former: str, new: str) -> None:
    """Python tells the source of bytecode by its size and whole seconds, and two compiles may fall into one second."""
    if not former.endswith(".py"):
        return
    with suppress(OSError):
        oldest = os.stat(former).st_mtime_ns + 1_000_000_000
        if os.stat(new).st_mtime_ns < oldest:
            os.utime(new, ns=(oldest, oldest))


def _remove(root: str, path: str, within: str = "") -> None:
    """Remove a file, and the folders below `within` that it leaves empty."""
    try:
        with suppress(FileNotFoundError):
            os.unlink(f"{root}/{path}")
    except OSError as error:
        raise fault_of(error, path, "removed") from error
    folder = path.rpartition("/")[0]
    with suppress(OSError):
        while folder.startswith(f"{within}/"):
            os.rmdir(f"{root}/{folder}")
            folder = folder.rpartition("/")[0]


def _account(work: _Work, saved: Iterable[tuple[str, str]]) -> Written:
    drift = work.drift
    written = {file.path for file in work.files}
    created = [file.path for file in work.files if file.state is FileState.NEW]
    updated = [file.path for file in work.files if file.state is not FileState.NEW]
    removed = [orphan.path for orphan in work.removed]
    if work.lock_text != drift.former_text:
        changed = removed if work.lock_text is None else created if drift.former_text is None else updated
        changed.append(lock_path(drift.folder))
    left = [file for file in drift.files if file.state in _LEFT_ALONE and file.path not in written]
    return Written(
        tuple(created),
        tuple(updated),
        tuple(removed),
        tuple(file.path for file in left if file.state is FileState.HAND_EDITED),
        tuple(file.path for file in left if file.state is FileState.UNOWNED),
        tuple(orphan.path for orphan in drift.orphans if orphan not in work.removed),
        tuple(saved),
    )


_MODE = 0o644  # whatever the umask says
_OURS = (FileState.NEW, FileState.CHANGED)
_UNASKED = (*_OURS, FileState.CONFLICTED)
_LEFT_ALONE = (FileState.HAND_EDITED, FileState.UNOWNED)
_BY_FORCE = (*_UNASKED, *_LEFT_ALONE)
