"""Which compiler this is: what it has kept for the next compile is worth nothing to another one."""

import os
from collections.abc import Iterator
from functools import cache
from hashlib import sha256

from mlspec.codegen.template import template_root


@cache
def compiler_identity() -> str:
    """A digest of names, sizes and times of mlspec's own files; a version alone would miss an edit of a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    stamps = {*_stamps_below(package), *_stamps_below(template_root())}
    return sha256("\n".join(sorted(stamps)).encode()).hexdigest()


def _stamps_below(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _stamps_below(entry.path)
            elif entry.name.endswith((".py", ".j2")):
                found = entry.stat()
                yield f"{entry.path} {found.st_size} {found.st_mtime_ns}"
