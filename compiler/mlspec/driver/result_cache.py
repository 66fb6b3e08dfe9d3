"""What specs compiled to, kept for the next compile, one file a spec: where its files are gone, they are written again.

A result is found by the path of its spec, and counts for the very answers of the tree that it was compiled from.
"""

import marshal
from hashlib import sha256

from mlspec.output.cache_file import read_cache, write_cache
from mlspec.output.wanted import Wanted


def read_result(root: str, spec_path: str, key: str) -> Wanted | None:
    """What a spec compiled to, where that was under the same key."""
    content = read_cache(root, _name(spec_path))
    try:
        found = marshal.loads(content or b"")  # noqa: S302 - sealed: this compiler wrote it on this machine
    except (ValueError, EOFError, TypeError):
        return None
    known, *fields = found
    return Wanted(*fields) if known == key else None


def write_result(root: str, spec_path: str, key: str, wanted: Wanted) -> None:
    """Keep what a spec compiled to."""
    fields = (wanted.folder, wanted.artifacts, wanted.digests, wanted.lock_text)
    write_cache(root, _name(spec_path), marshal.dumps((key, *fields)))


def _name(spec_path: str) -> str:
    return f"compiled/{sha256(spec_path.encode('utf-8', 'surrogateescape')).hexdigest()[:20]}.marshal"
