"""Files of the cache, `.mlspec/cache/`: what they hold can be found out again, so losing one costs only time.

Each starts with a seal, the place of the cache's folder on this machine's disk, and the digest of what follows. So a
cache that came with the repository, from whoever wrote the pull request, counts as nothing, and so does a damaged one.
"""

import os
from contextlib import suppress
from hashlib import sha256

from mlspec.output.journal import STATE
from mlspec.output.state_folder import make_state_folder

CACHE = f"{STATE}/cache"
_DIGEST = 32  # bytes


def read_cache(root: str, name: str) -> bytes | None:
    """The bytes that were kept under a name; None where there are none, or none that can be trusted."""
    try:
        with open(f"{root}/{CACHE}/{name}", "rb") as file:
            content = file.read()
    except OSError:
        return None
    seal = _seal(root)
    start = len(seal) + _DIGEST
    kept = content[start:]
    return kept if seal and content[:start] == seal + sha256(kept).digest() else None


def write_cache(root: str, name: str, content: bytes) -> None:
    """Keep bytes under a name, whole or not at all; a disk that does not take them is no fault of a compile."""
    path = f"{root}/{CACHE}/{name}"
    beside = f"{path}.{os.getpid()}"
    with suppress(OSError):
        make_state_folder(root)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            with open(beside, "wb") as file:
                file.write(_seal(root) + sha256(content).digest() + content)
            os.replace(beside, path)
        except OSError:
            os.unlink(beside)


def _seal(root: str) -> bytes:
    try:
        found = os.lstat(f"{root}/{CACHE}")
    except OSError:
        return b""
    return b"%d %d\n" % (found.st_dev, found.st_ino)
