"""Start the service of endpoints on this machine.

Compiled from specs/endpoints-of-functions/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))


def main() -> int:
    """Exit status 0: the service was stopped; 1: it could not be started; 2: wrong usage."""
    arguments = _arguments()
    # A folder of its own: services that share one empty each other's metrics when they start.
    os.environ["BENTOML_HOME"] = str(ROOT / ".mlspec/services/endpoints" / str(arguments.port))
    os.environ.setdefault("BENTOML_DO_NOT_TRACK", "True")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if taken := _taken(arguments.host, arguments.port):
        print(f"error: {taken}", file=sys.stderr)
        return 1
    import model_version

    model_version.pin()
    from bentoml_cli.cli import cli

    words = ["serve", "generated/endpoints/service/service.py", "--working-dir", str(ROOT)]
    cli([*words, "--host", arguments.host, "--port", str(arguments.port)], standalone_mode=False)
    if reason := model_version.why_not_ready():
        print(f"error: {reason}", file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog=main.__doc__)
    port, host = int(os.environ.get("PORT") or 3000), os.environ.get("HOST") or "127.0.0.1"
    parser.add_argument("--port", type=int, default=port, help="where it listens, else PORT; default: %(default)s")
    parser.add_argument("--host", default=host, help="the address that it listens at, else HOST; default: %(default)s")
    return parser.parse_args()


def _taken(host: str, port: int) -> str:
    """Why nobody can listen there, if so."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return f"{host}:{port} cannot be listened at ({error.strerror}): name another by --port or PORT"
    return ""


if __name__ == "__main__":
    sys.exit(main())
