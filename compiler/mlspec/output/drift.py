"""What a compile wants against what stands on disk: lock and journal tell mlspec's own text from hand edits."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from mlspec.output.enclosure import Enclosure, Found
from mlspec.output.fault import OutputFault
from mlspec.output.journal import beside, journal_path, parse_journal
from mlspec.output.lock import Damaged, Lock, digest_bytes, has_conflict, lock_path, parse_lock
from mlspec.output.wanted import Wanted, want
from mlspec.version import LANGUAGE, VERSION
from mlspec.vocabulary.file_state import FileState
from mlspec.vocabulary.record import evolve, record


@record
class FileDrift:
    """A wanted file; `found` is None where nothing stands there, and for a link."""

    path: str
    state: FileState
    wanted: str
    found: bytes | None


@record
class Orphan:
    """A file that the lock owns and nobody wants any more; where its digest is not known, it is somebody's work."""

    path: str
    is_known: bool
    found: bytes | None


@record
class Drift:
    """One output folder: what is wanted (`digests` are those of its files, no lock for a project that is gone).

    `former` is what stands on disk, of a lock that is as wanted the files alone. `journal` and `is_interrupted` tell of
    a compile that was killed.
    """

    folder: str
    files: tuple[FileDrift, ...]
    orphans: tuple[Orphan, ...]
    digests: tuple[tuple[str, str], ...]
    lock_text: str | None
    lock_state: FileState
    former: Lock | Damaged | None
    former_text: str | None
    journal: tuple[tuple[str, str], ...]
    is_interrupted: bool
    elsewhere: Collection[str]


@record
class _Ownership:
    """The digests that mlspec wrote or was about to write, by path; `of_all` where a lock too damaged cannot tell."""

    digests: Mapping[str, tuple[str, ...]]
    of_all: bool
    in_doubt: bool


def plan_output(
    root: str,
    folder: str,
    artifacts: tuple[tuple[str, str], ...],
    lock: Lock | None,
    elsewhere: Collection[str] = (),
) -> Drift:
    """Compare wanted paths and texts with the disk, writing nothing; raises OutputFault where a way is barred.

    `lock` is the wanted lock but for its files, which are those of the artifacts; None for a project that is gone.
    `elsewhere` names what all folders write in the same compile: a file that moved to another one is no orphan here.
    """
    return compare_output(root, want(folder, artifacts, lock), elsewhere)


def compare_output(root: str, wanted: Wanted, elsewhere: Collection[str] = ()) -> Drift:
    """The same for what is wanted as a whole."""
    files = tuple(FileDrift(path, FileState.NEW, text, None) for path, text in wanted.artifacts)
    digests, text = wanted.digests, wanted.lock_text
    wish = Drift(wanted.folder, files, (), digests, text, FileState.NEW, None, None, (), False, elsewhere)
    return look_again(root, wish)


def look_again(root: str, drift: Drift) -> Drift:
    """The same wishes against the disk as it is now; raises OutputFault."""
    enclosure = Enclosure(root)
    text = _read_text(enclosure, lock_path(drift.folder))
    former = drift.former if text == drift.former_text else _read_lock(text, drift)
    left = _read_text(enclosure, journal_path(drift.folder))
    journal = parse_journal(left or "")
    owned = _ownership(former, journal)
    wanted = {file.path for file in drift.files}
    gone = (path for path in sorted(owned.digests) if path not in wanted and path not in drift.elsewhere)
    return evolve(
        drift,
        files=tuple(_compare(file.path, file.wanted, enclosure.look(file.path), owned) for file in drift.files),
        orphans=tuple(_find_orphans(enclosure, gone, owned)),
        lock_state=_lock_state(text, former, drift),
        former=former,
        former_text=text,
        journal=journal,
        is_interrupted=left is not None or bool(enclosure.look(beside(journal_path(drift.folder)))),
    )


def is_clean(drift: Drift) -> bool:
    """Whether a compile would leave everything as it is."""
    same = all(file.state is FileState.UNCHANGED for file in drift.files)
    return same and drift.lock_state is FileState.UNCHANGED and not drift.orphans


def _read_text(enclosure: Enclosure, path: str) -> str | None:
    found = enclosure.look(path)
    if found.is_link:
        raise OutputFault(f"`{path}` is a link", path, "replace the link by what it leads to")
    return None if found.content is None else found.content.decode("utf-8", "replace")


def _read_lock(text: str | None, drift: Drift) -> Lock | Damaged | None:
    if text is None:
        return None
    return Lock(VERSION, LANGUAGE, drift.digests) if text == drift.lock_text else parse_lock(text)


def _lock_state(text: str | None, former: Lock | Damaged | None, drift: Drift) -> FileState:
    if text == drift.lock_text:
        return FileState.UNCHANGED
    if text is None:
        return FileState.NEW
    return FileState.CONFLICTED if isinstance(former, Damaged) else FileState.CHANGED


def _ownership(former: Lock | Damaged | None, journal: Iterable[tuple[str, str]]) -> _Ownership:
    digests: dict[str, tuple[str, ...]] = {}
    for path, digest in (*(former.files if former else ()), *journal):
        digests[path] = (*digests.get(path, ()), digest)
    in_doubt = isinstance(former, Damaged)
    return _Ownership(digests, isinstance(former, Damaged) and not former.is_complete, in_doubt)


def _compare(path: str, wanted: str, found: Found, owned: _Ownership) -> FileDrift:
    return FileDrift(path, _state(path, wanted.encode(), found, owned), wanted, found.content)


def _state(path: str, wanted: bytes, found: Found, owned: _Ownership) -> FileState:
    if not found:
        return FileState.NEW
    if found.content == wanted:
        return FileState.UNCHANGED
    if not owned.of_all and path not in owned.digests:
        return FileState.UNOWNED
    if found.content is None:
        return FileState.HAND_EDITED
    if _is_known(path, found.content, owned):
        return FileState.CHANGED
    if owned.in_doubt or has_conflict(found.content.decode("utf-8", "replace")):
        return FileState.CONFLICTED
    return FileState.HAND_EDITED


def _find_orphans(enclosure: Enclosure, gone: Iterable[str], owned: _Ownership) -> Iterator[Orphan]:
    for path in gone:
        try:
            found = enclosure.look(path)
        except OutputFault:
            continue  # a folder, or behind a link that leads out: no longer the file that was written
        if found:
            known = found.content is not None and _is_known(path, found.content, owned)
            yield Orphan(path, known, found.content)


def _is_known(path: str, content: bytes, owned: _Ownership) -> bool:
    """Whether mlspec wrote this; an empty file, as a power cut may leave it, holds nobody's work."""
    return not content or digest_bytes(content) in owned.digests.get(path, ())
