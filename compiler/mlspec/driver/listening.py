"""Where a service of this machine listens, and whether it is ready."""

import http.client
import socket
import subprocess
import time

HOST = "127.0.0.1"
_PAUSE_SECONDS = 0.2


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Whether a service could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def wait_until_ready(process: "subprocess.Popen[str]", port: int, path: str, seconds: float) -> bool:
    """Ask a service until it says that it is ready; False where it ends before, or is not ready in time."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        if _says_yes(port, path):
            return True
        time.sleep(_PAUSE_SECONDS)
    return False


def _says_yes(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
