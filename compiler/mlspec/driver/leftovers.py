"""Processes that outlive their parents: found by a mark in their environment, wherever they have moved to."""

import os
import signal
import uuid
from collections.abc import Iterator
from contextlib import suppress

_VARIABLE = "MLSPEC_UP"


def new_mark() -> tuple[str, str]:
    """An environment variable, and a value that no other process has: whatever is started with it can be found."""
    return _VARIABLE, uuid.uuid4().hex


def kill_marked(mark: tuple[str, str]) -> int:
    """Kill what still runs of all that was started with the mark; gives how many that were.

    A server puts its workers into groups of their own, and where it is killed itself nobody else ends them. Systems
    without `/proc` show no environment: there nothing is found.
    """
    found = tuple(_marked("=".join(mark).encode()))
    for pid in found:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    return len(found)


def _marked(mark: bytes) -> Iterator[int]:
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if name.isdigit() and int(name) != os.getpid() and mark in _environment(name):
            yield int(name)


def _environment(pid: str) -> list[bytes]:
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:
            return file.read().split(b"\0")
    except OSError:
        return []
