"""The paths that a base writes, as they read from the folder of the spec that extends it."""

from posixpath import normpath
from typing import Any

from mlspec.schema.moved_paths import move_paths
from mlspec.source.relative_path import seen_from
from mlspec.spec.project import SECTIONS


def move_document(data: dict[str, Any], written_in: str, read_from: str) -> dict[str, Any]:
    """What a base says, its paths relative to another folder; both folders are given from the repository's root."""

    def move(path: str) -> str:
        return seen_from(read_from, normpath(f"{written_in}/{path}" if written_in else path))

    return {
        key: move_paths(SECTIONS[key], value, SECTIONS, move) if key in SECTIONS else value
        for key, value in data.items()
    }
