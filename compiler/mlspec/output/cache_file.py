"""Files of the cache, `.mlspec/cache/`: what they hold can be found out again, so losing one costs only time.

Each starts with a seal, the place of the cache's folder on this machine's disk. So a cache that came with the
repository, from whoever wrote the pull request, counts as nothing.
"""

import os
from contextlib import suppress

from mlspec.output.journal import STATE

CACHE = f"{STATE}/cache"


def read_cache(root: str, name: str) -> bytes | None:
    """The bytes that were kept under a name; None where there are none, or none that can be trusted."""
    try:
        with open(f"{root}/{CACHE}/{name}", "rb") as file:
            content = file.read()
    except OSError:
        return None
    seal = _seal(root)
    return content[len(seal) :] if seal and content.startswith(seal) else None


def write_cache(root: str, name: str, content: bytes) -> None:
    """Keep bytes under a name, whole or not at all; a disk that does not take them is no fault of a compile."""
    path = f"{root}/{CACHE}/{name}"
    beside = f"{path}.{os.getpid()}"
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            with open(beside, "wb") as file:
                file.write(_seal(root) + content)
            os.replace(beside, path)
        except OSError:
            os.unlink(beside)


def _seal(root: str) -> bytes:
    try:
        found = os.lstat(f"{root}/{CACHE}")
    except OSError:
        return b""
    return b"%d %d\n" % (found.st_dev, found.st_ino)
