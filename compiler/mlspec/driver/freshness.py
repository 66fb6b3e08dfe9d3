"""Which projects are as an earlier compile left them: no answer of the tree that they were compiled from has changed.

The index names, for each spec, everything that was asked of the tree, with a stamp and a digest of each answer, what
was found about the spec, and the files written. Where these have changed or are gone, what the spec compiled to is
taken from the cache of results. It is worth nothing to another compiler: a digest of the stamps of mlspec's own files
stands at its head; and nothing at all where plugins take part, whose files it does not know.
"""

import marshal
import time
from collections.abc import Mapping
from hashlib import sha256
from sys import version_info
from typing import Any, NamedTuple

from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.driver.identity import compiler_identity
from mlspec.driver.recording import Answer, Stamp, ask_again, without_stamp, youngest
from mlspec.driver.settings import Settings
from mlspec.output.cache_file import read_cache, write_cache
from mlspec.output.lock import lock_path
from mlspec.output.wanted import Wanted
from mlspec.source.tree import Tree
from mlspec.vocabulary.record import record

SHARED = ""
"""Stands for the files that belong to no single spec."""

_NAME = "freshness.marshal"
_RACY = (
    20_000_000  # nanoseconds: a file that changed so shortly before it was read may change again under the same stamp
)


@record
class Fresh:
    """A project that needs no compile: its name, the folder of its files, and what was said and found of it.

    `wanted` is what it compiles to, where its files are no longer as they were written; None where they are.
    """

    name: str
    folder: str
    lines: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    wanted: Wanted | None = None


class _Entry(NamedTuple):
    """What is known of a project; `written` is None where files were left that are not as it wants them."""

    name: str
    folder: str
    lines: tuple[str, ...]
    diagnostics: tuple[Any, ...]
    answers: dict[str, Answer]
    key: str
    written: dict[str, Stamp] | None


class FreshnessIndex:
    """What is known of the projects of one repository."""

    def __init__(self, root: str, tree: Tree, settings: Settings) -> None:
        """Read what the last compile has left; anything unusable counts as nothing."""
        self.root = root
        self.tree = tree
        self.key = _key(settings)
        self.started = time.time_ns()
        self._counts = not settings.plugins
        self._entries = self._read() if self._counts else {}
        self._changed = False

    def fresh(self, spec_path: str) -> Fresh | None:
        """The project of a spec, if all that it was compiled from is as it was."""
        plain = self._entries.get(spec_path)
        entry = self._ask_again(spec_path, _Entry(*plain)) if plain is not None else None
        if entry is None:
            return None
        wanted = None
        if entry.written is None or any(self.tree.stamp(path) != stamp for path, stamp in entry.written.items()):
            from mlspec.driver.result_cache import read_result

            wanted = read_result(self.root, spec_path, entry.key)
            if wanted is None:
                return None
        return Fresh(entry.name, entry.folder, entry.lines, _diagnostics(entry.diagnostics), wanted)

    def remember(self, spec_path: str, known: Fresh, answers: Mapping[str, Answer], wanted: Wanted) -> None:
        """Note what a project was compiled from, what was found about it, and what it compiles to."""
        from mlspec.diagnostics.plain import diagnostic_to_plain
        from mlspec.driver.result_cache import write_result

        if not self._counts:
            return
        key = _result_key(self.key, answers)
        found = tuple(map(diagnostic_to_plain, known.diagnostics))
        trusted = {path: self._trusted(answer) for path, answer in answers.items()}
        write_result(self.root, spec_path, key, wanted)
        self._put(spec_path, _Entry(known.name, known.folder, known.lines, found, trusted, key, None))

    def note_written(self, spec_path: str, wanted: Wanted) -> None:
        """Note that all files of a project that is known stand there as it wants them."""
        plain = self._entries.get(spec_path)
        if plain is not None:
            paths = (*(path for path, _ in wanted.artifacts), lock_path(wanted.folder))
            self._put(spec_path, _Entry(*plain)._replace(written={path: self.tree.stamp(path) for path in paths}))

    def save(self) -> None:
        """Keep the index for the next compile, where it has changed."""
        if self._changed:
            write_cache(self.root, _NAME, marshal.dumps((self.key, self._entries)))
            self._changed = False

    def _ask_again(self, spec_path: str, entry: _Entry) -> _Entry | None:
        """The entry of a project with the stamps of now, where all answers are as they were."""
        renewed = {}
        for path, answer in entry.answers.items():
            again = ask_again(self.tree, path, answer)
            if again is None:
                return None
            if again is not answer and (trusted := self._trusted(again)) != answer:
                renewed[path] = trusted
        if renewed:
            entry = entry._replace(answers=entry.answers | renewed)
            self._put(spec_path, entry)
        return entry

    def _trusted(self, answer: Answer) -> Answer:
        return without_stamp(answer) if youngest(answer) > self.started - _RACY else answer

    def _put(self, spec_path: str, entry: _Entry) -> None:
        self._entries[spec_path] = tuple(entry)
        self._changed = True

    def _read(self) -> dict[str, tuple[Any, ...]]:
        content = read_cache(self.root, _NAME)
        try:
            key, entries = marshal.loads(content or b"")  # noqa: S302 - sealed: this compiler wrote it on this machine
        except (ValueError, EOFError, TypeError):
            return {}
        return entries if key == self.key else {}


def _diagnostics(plain: tuple[Any, ...]) -> tuple[Diagnostic, ...]:
    if not plain:
        return ()
    from mlspec.diagnostics.plain import diagnostic_from_plain

    return tuple(map(diagnostic_from_plain, plain))


def _result_key(compiler: str, answers: Mapping[str, Answer]) -> str:
    lines = (f"{path!r} {question} {answer}" for path, (question, _, answer) in sorted(answers.items()))
    return sha256("\n".join((compiler, *lines)).encode("utf-8", "surrogateescape")).hexdigest()


def _key(settings: Settings) -> str:
    python = f"{version_info.major}.{version_info.minor}"
    return sha256(f"{settings!r}\n{python}\n{compiler_identity()}".encode()).hexdigest()
