"""What shall stand in one output folder, with the text of the lock that will own it."""

from mlspec.output.lock import Lock, digest_files, format_lock
from mlspec.vocabulary.record import evolve, record


@record
class Wanted:
    """Paths with texts, the digests of these, and the text of the lock; None for a project that is gone."""

    folder: str
    artifacts: tuple[tuple[str, str], ...]
    digests: tuple[tuple[str, str], ...]
    lock_text: str | None


def want(folder: str, artifacts: tuple[tuple[str, str], ...], lock: Lock | None) -> Wanted:
    """Take the digests of all texts; `lock` is the wanted one but for its files, None for a project that is gone."""
    contents = [(path, text.encode()) for path, text in artifacts]
    if len(dict(contents)) < len(contents):
        raise ValueError(f"two artifacts of {folder} have one path")
    digests = digest_files(contents)
    return Wanted(folder, artifacts, digests, None if lock is None else format_lock(evolve(lock, files=digests)))
