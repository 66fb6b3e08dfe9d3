"""Some code of the user's cannot be followed, so more of it counts than may run.

A step's fingerprint holds the definitions that its function reaches. Where code looks names up while it runs
(`getattr` on a module, `importlib.import_module`, `eval`, a module that is handed on), the whole file or all source
folders count: then a change that makes no difference may make the step run again, never the other way round. What
comes from outside of the source folders is not seen at all. Call functions by their names where that is possible;
otherwise nothing has to be done.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.broken_modules import broken_modules
from mlspec.analysis.finding import AtPlace, Finding
from mlspec.diagnostics.diagnostic import Rule
from mlspec.resolution.entrypoints import Bound
from mlspec.vocabulary.severity import Severity

if TYPE_CHECKING:
    from mlspec.resolution.reached_code import ReachedCode
    from mlspec.resolution.resolution import Resolution
    from mlspec.usercode.reachability import Note

RULE = Rule("unseen-code", __doc__, Severity.NOTE)


def check(code: Resolution, reached: ReachedCode) -> Iterator[Finding]:
    """Tell it once a file, with all places in it; of files that are no Python other rules tell."""
    broken = {found.place.path for found in broken_modules(code, reached)}
    notes: dict[str, dict[Note, None]] = {}
    for found in code.entrypoints:
        if isinstance(found, Bound):
            for note in reached.of(found.entry).notes:
                if note.place.path not in broken:
                    notes.setdefault(note.place.path, {})[note] = None
    for path in sorted(notes):
        yield _finding(sorted(notes[path], key=lambda note: (note.place.span.start, note.message)))


def _finding(notes: list[Note]) -> Finding:
    first, *others = dict.fromkeys(note.message for note in notes)
    exact = [note.place for note in notes if note.place.span.end > 0]
    places = dict.fromkeys(exact or [notes[0].place])
    return Finding(first, tuple(AtPlace(place, "here") for place in places), tuple(f"and {other}" for other in others))
