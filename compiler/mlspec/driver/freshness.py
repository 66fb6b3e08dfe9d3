"""Which projects are as the last compile left them: nothing that was read or written for them has changed.

The index names, for each spec, everything that was asked of the tree, with the stamps of the answers, and the files
written. It is worth nothing to another compiler: a digest of the stamps of mlspec's own files stands at its head.
"""

import json
import time
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from mlspec.driver.identity import compiler_identity
from mlspec.driver.recording import Answer, still_holds, youngest
from mlspec.driver.settings import Settings
from mlspec.output.cache_file import read_cache, write_cache
from mlspec.source.tree import Tree
from mlspec.vocabulary.record import record

SHARED = ""
"""Stands for the files that belong to no single spec."""

_NAME = "freshness.json"
_RACY = (
    20_000_000  # nanoseconds: a file that changed so shortly before it was read may change again under the same stamp
)


@record
class Fresh:
    """A project that needs no compile: its name, the folder of its files, and what the last compile said of it."""

    name: str
    folder: str
    lines: tuple[str, ...]


class FreshnessIndex:
    """What is known of the projects of one repository."""

    def __init__(self, root: str, tree: Tree, settings: Settings) -> None:
        """Read what the last compile has left; anything unusable counts as nothing."""
        self.root = root
        self.tree = tree
        self.key = _key(settings)
        self.started = time.time_ns()
        self._entries = self._read()
        self._changed = False

    def fresh(self, spec_path: str) -> Fresh | None:
        """The project of a spec, if nothing about it has changed."""
        entry = self._entries.get(spec_path)
        if entry is None or not all(still_holds(self.tree, path, answer) for path, answer in entry["answers"].items()):
            return None
        return Fresh(entry["name"], entry["folder"], tuple(entry["lines"]))

    def remember(self, spec_path: str, known: Fresh, answers: dict[str, Answer], written: Iterable[str]) -> None:
        """Note a project that was compiled without a word of complaint."""
        self._changed = True
        if any(youngest(answer) > self.started - _RACY for answer in answers.values()):
            self._entries.pop(spec_path, None)
            return
        stamps = {path: ["read", _stamp(self.tree, path)] for path in written}
        self._entries[spec_path] = {
            "name": known.name,
            "folder": known.folder,
            "lines": list(known.lines),
            "answers": {**answers, **stamps},
        }

    def forget(self, spec_path: str) -> None:
        """Drop what is known of a project."""
        self._changed = self._entries.pop(spec_path, None) is not None or self._changed

    def save(self) -> None:
        """Keep the index for the next compile."""
        if self._changed:
            text = json.dumps({"key": self.key, "projects": self._entries}, separators=(",", ":"))
            write_cache(self.root, _NAME, text.encode())

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(read_cache(self.root, _NAME) or b"null")
        except ValueError:
            return {}
        if not isinstance(found, dict) or found.get("key") != self.key or not isinstance(found.get("projects"), dict):
            return {}
        projects: dict[str, Any] = found["projects"]
        return projects


def _stamp(tree: Tree, path: str) -> list[int] | None:
    stamp = tree.stamp(path)
    return None if stamp is None else list(stamp)


def _key(settings: Settings) -> str:
    return sha256(f"{settings!r}\n{compiler_identity()}".encode()).hexdigest()
