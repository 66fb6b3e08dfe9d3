"""Measuring whole processes by the CPU time that they take, in pairs with a bare interpreter."""

import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Sequence

BARE = (sys.executable, "-c", "pass")
MLSPEC = os.path.join(os.path.dirname(sys.executable), "mlspec")


def cpu_seconds(command: Sequence[str], folder: str) -> float:
    """The user and system time of one run of a command, its children included."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command, cwd=folder, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratio_to_bare(command: Sequence[str], folder: str, runs: int = 11) -> float:
    """The median, over pairs, of a command's CPU time against that of `python -c pass`; one pair is not counted."""
    pairs = [(cpu_seconds(command, folder), cpu_seconds(BARE, folder)) for _ in range(runs + 1)]
    return statistics.median(own / bare for own, bare in pairs[1:])


def peak_memory(command: Sequence[str], folder: str) -> float:
    """The peak memory of one run, in MB."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, *command], cwd=folder, capture_output=True, text=True, check=True
    )
    return int(run.stdout) / 1024


def row(what: str, measured: str, goal: str) -> None:
    """Print one line of the table."""
    print(f"{what:<58} {measured:>14}   goal {goal}")
