"""Files of the cache, `.mlspec/cache/`: what they hold can be found out again, so losing one costs only time."""

import os
from contextlib import suppress

from mlspec.output.journal import STATE

CACHE = f"{STATE}/cache"


def read_cache(root: str, name: str) -> bytes | None:
    """The bytes that were kept under a name; None where there are none, or none that can be read."""
    try:
        with open(f"{root}/{CACHE}/{name}", "rb") as file:
            return file.read()
    except OSError:
        return None


def write_cache(root: str, name: str, content: bytes) -> None:
    """Keep bytes under a name, whole or not at all; a disk that does not take them is no fault of a compile."""
    path = f"{root}/{CACHE}/{name}"
    beside = f"{path}.{os.getpid()}"
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            with open(beside, "wb") as file:
                file.write(content)
            os.replace(beside, path)
        except OSError:
            os.unlink(beside)
