"""Paths as users write them, relative to the project, and as the compiler keeps them, relative to the repository."""

from posixpath import normpath


def in_repository(folder: str, path: str) -> str:
    """The path from the repository's root; one that leads out of it starts with `..`."""
    return normpath(f"{folder}/{path}" if folder else path)
