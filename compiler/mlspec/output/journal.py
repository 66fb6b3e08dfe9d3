"""The journal of a compile under way: the digests that are about to be written.

It stands before the first file is replaced and goes after the lock, the last file, is written. So a compile that was
killed in between left files that the lock or the journal knows, and the next one tells them from hand edits. It stands
in `.mlspec`, which git ignores.
"""

import json
from collections.abc import Iterable

from mlspec.output.enclosure import is_inner

STATE = ".mlspec"


def journal_path(folder: str) -> str:
    """Where the journal of an output folder stands while a compile is under way."""
    return f"{STATE}/journal/{folder}.json"


def beside(path: str) -> str:
    """The name under which a file is written first: hidden, and with an ending that no spec or workflow has."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}.{name}.mlspec-new"


def format_journal(digests: Iterable[tuple[str, str]]) -> str:
    """The text of a journal; a path may come with several digests, where several compiles in a row were killed."""
    return json.dumps(sorted(set(digests))) + "\n"


def parse_journal(text: str) -> tuple[tuple[str, str], ...]:
    """The paths and digests; none where the text is damaged, and then the lock alone tells what is known."""
    try:
        pairs = [(str(path), str(digest)) for path, digest in json.loads(text)]
    except (ValueError, TypeError, RecursionError):
        return ()
    return tuple((path, digest) for path, digest in pairs if is_inner(path))
