"""One compile at a time writes into a repository; a second one waits."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from mlspec.output.fault import fault_of
from mlspec.output.journal import STATE
from mlspec.output.state_folder import make_state_folder

NAME = f"{STATE}/compile.lock"


@contextmanager
def exclude_others(root: str, on_wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the repository's lock file; `on_wait` is called once where another process holds it. Raises OutputFault.

    The system lets go when the process ends, however it ends, so the file stays: taking it away would let two processes
    hold two files of one name.
    """
    try:
        handle = _open(root)
    except OSError as error:
        raise fault_of(error, NAME, "written") from error
    try:
        _acquire(handle, on_wait)
        yield
    finally:
        os.close(handle)


def _open(root: str) -> int:
    with suppress(FileNotFoundError):
        return os.open(f"{root}/{NAME}", os.O_RDWR | os.O_CLOEXEC)  # made last, so the rest is there too
    make_state_folder(root)
    return os.open(f"{root}/{NAME}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)


if sys.platform == "win32":  # pragma: no cover - has no flock; the first byte of the file is locked instead

    def _acquire(handle: int, on_wait: Callable[[], None] | None) -> None:
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            _tell(on_wait)
            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)

else:

    def _acquire(handle: int, on_wait: Callable[[], None] | None) -> None:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _tell(on_wait)
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError as error:
            if error.errno not in _WITHOUT_LOCKS:
                raise


def _tell(on_wait: Callable[[], None] | None) -> None:
    if on_wait is not None:
        on_wait()


# Some network file systems know no locks; a compile there goes on without.
_WITHOUT_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
