"""What the generated service costs beside a hand-written one of the same model, and whether its memory stays flat.

python benchmarks/service.py [ROUNDS] [REQUESTS]

Both services run at once, one worker each; in every round each is asked for some seconds by eight clients, in turn.
Both answer by the same function of the user's. Then the generated one answers REQUESTS requests, its memory read.
"""

import asyncio
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from measuring import MLSPEC, row

ROOT = Path(__file__).parents[1]
CLIENTS = 8
SECONDS = 4.0
FLIGHT = {
    "hour": 18, "weekday": 4, "distance": 733, "carrier": "UA", "origin": "LGA", "dest": "ORD",
    "temp": 81.0, "humid": 62.4, "wind_speed": 12.7, "precip": 0.0, "visib": 10.0,
}  # fmt: skip
MINIMAL = """\
import sys

sys.path[:0] = ["GENERATED", "SOURCE"]

import bentoml
import pandas as pd
from pydantic import BaseModel


class Flight(BaseModel):
    hour: int
    weekday: int
    distance: float
    carrier: str
    origin: str
    dest: str
    temp: float | None = None
    humid: float | None = None
    wind_speed: float | None = None
    precip: float | None = None
    visib: float | None = None


class Answer(BaseModel):
    probability: float
    late: int


@bentoml.service(name="minimal")
class Minimal:
    def __init__(self) -> None:
        import flights.service
        import tracking

        self.answer = flights.service.predict
        self.model = tracking.load(tracking.version_at("champion"))

    @bentoml.api
    def predict(self, flight: Flight, /) -> Answer:
        frame = pd.DataFrame([flight.model_dump()])
        return Answer(**self.answer(frame, self.model).to_dict("records")[0])
"""


def main() -> None:
    """Print the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    requests = int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _build(root)
        services = {"generated": 34101, "hand-written": 34102}
        processes = [_generated(root, services["generated"]), _minimal(root, services["hand-written"])]
        try:
            for port in services.values():
                _wait(port)
            _compare(services, rounds)
            _fill(services["generated"], processes[0].pid, requests)
        finally:
            for process in processes:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGTERM)
                process.wait(timeout=60)


def _build(root: Path) -> None:
    """flight-delay with one worker, compiled, trained and registered."""
    shutil.copytree(
        ROOT / "specs/flight-delay", root / "specs/flight-delay", ignore=shutil.ignore_patterns("__pycache__")
    )
    spec = root / "specs/flight-delay/mlproject.yaml"
    spec.write_text(
        spec.read_text()
        .replace("workers: 2", "workers: 1")
        .replace("orchestrate: {prefect: {}}", "orchestrate: {script: {}}")
    )
    (root / "mlspec.toml").touch()
    subprocess.run([MLSPEC, "compile"], cwd=root, check=True, capture_output=True)
    run = [sys.executable, "generated/flight-delay/run.py", "--as-of", "2013-07-01"]
    subprocess.run(run, cwd=root, check=True, capture_output=True)


def _generated(root: Path, port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, str(root / "generated/flight-delay/service/serve.py"), "--port", str(port)]
    return _start(command, root / "generated.log", {})


def _minimal(root: Path, port: int) -> "subprocess.Popen[bytes]":
    text = MINIMAL.replace("GENERATED", str(root / "generated/flight-delay"))
    (root / "minimal.py").write_text(text.replace("SOURCE", str(root / "specs/flight-delay/src")))
    command = [sys.executable, "-m", "bentoml", "serve", "minimal:Minimal", "--working-dir", str(root)]
    return _start(
        [*command, "--host", "127.0.0.1", "--port", str(port)],
        root / "minimal.log",
        {"BENTOML_HOME": str(root / "home")},
    )


def _start(command: list[str], log: Path, variables: dict[str, str]) -> "subprocess.Popen[bytes]":
    quiet = {"OMP_NUM_THREADS": "1", "BENTOML_DO_NOT_TRACK": "True", "MLFLOW_DISABLE_TELEMETRY": "true"}
    with log.open("wb") as file:
        return subprocess.Popen(
            command, stdout=file, stderr=file, env={**os.environ, **quiet, **variables}, start_new_session=True
        )


def _wait(port: int) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
            return
        time.sleep(0.5)
    raise SystemExit(f"nobody is ready at port {port}")


def _compare(services: dict[str, int], rounds: int) -> None:
    found: dict[str, list[float]] = {name: [] for name in services}
    for number in range(rounds):
        for name in sorted(services, reverse=bool(number % 2)):
            found[name].append(
                asyncio.run(_asked(services[name], time.perf_counter() + SECONDS, sys.maxsize)) / SECONDS
            )
    for name, rates in found.items():
        row(f"{name}: requests a second, of {rounds} rounds", f"{statistics.median(rates):.0f}", "-")
    ratios = [one / other for one, other in zip(found["generated"], found["hand-written"], strict=True)]
    row(
        f"generated / hand-written, {min(ratios):.2f} to {max(ratios):.2f}",
        f"{statistics.median(ratios):.2f}",
        ">= 0.90",
    )


def _fill(port: int, supervisor: int, requests: int) -> None:
    worker = max(_children(supervisor), key=_resident)
    asyncio.run(_asked(port, float("inf"), max(requests // 5, 1)))
    first = _resident(worker)
    begun = time.monotonic()
    asyncio.run(_asked(port, float("inf"), requests))
    grown = _resident(worker) - first
    what = f"memory after {requests:,} more requests ({time.monotonic() - begun:.0f} s), at {first:.0f} MB"
    row(what, f"{grown:+.1f} MB", "flat")


def _children(parent: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def _resident(process: int) -> float:
    """MB of memory in use."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1000


async def _asked(port: int, until: float, most: int) -> int:
    """How many requests were answered; any other answer is a fault."""
    left = [most]
    counts = await asyncio.gather(*(_client(port, until, left) for _ in range(CLIENTS)))
    return sum(counts)


async def _client(port: int, until: float, left: list[int]) -> int:
    body = json.dumps(FLIGHT).encode()
    head = f"POST /predict HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while left[0] > 0 and time.perf_counter() < until:
        left[0] -= 1
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 200 "):
            raise SystemExit(answer.decode())
        sizes = [line for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        await reader.readexactly(int(sizes[0].partition(b":")[2]))
        count += 1
    writer.close()
    return count


if __name__ == "__main__":
    main()
