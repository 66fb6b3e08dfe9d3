"""Paths of the repository, as they read from one of its folders."""

from posixpath import relpath


def seen_from(folder: str, path: str) -> str:
    """A path from the repository's root as a file in the folder would write it; one may lead out of the repository."""
    if path == ".." or path.startswith("../"):
        return "../" * (folder.count("/") + 1 if folder else 0) + path
    return relpath(f"/{path}", f"/{folder}")
