"""What a plan costs: of one model as a multiple of a bare interpreter, over many as a multiple of `git status`.

python benchmarks/plan.py [NUMBER]
"""

import os
import shutil
import subprocess
import sys
import tempfile

from many_specs import write_projects
from measuring import MLSPEC, cpu_seconds, peak_memory, ratio_to_bare, row

HERE = os.path.dirname(os.path.abspath(__file__))


def main(number: int) -> None:
    """Plan the example with one value edited, then many models of which none or one is edited."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(HERE, os.pardir, "specs"), os.path.join(folder, "specs"))
        _commit(folder)
        _edit(os.path.join(folder, "specs/flight-delay/mlproject.yaml"), "learning_rate: 0.1", "learning_rate: 0.2")
        row("mlspec plan, one model cold", f"{ratio_to_bare([MLSPEC, 'plan'], folder, 5):.1f} x bare", "30")
    with tempfile.TemporaryDirectory() as folder:
        write_projects(folder, number)
        open(os.path.join(folder, "mlspec.toml"), "w").close()
        cpu_seconds([MLSPEC, "compile"], folder)
        _commit(folder)
        cpu_seconds([MLSPEC, "plan"], folder)
        _many(folder, number)


def _many(folder: str, number: int) -> None:
    status = min(cpu_seconds(["git", "status"], folder) for _ in range(3))
    unchanged = min(cpu_seconds([MLSPEC, "plan"], folder) for _ in range(3))
    row(f"mlspec plan, {number} models, none changed", f"{unchanged / status:.1f} x git status", "5")
    _edit(os.path.join(folder, "specs/model-1/mlproject.yaml"), "learning_rate: 0.1", "learning_rate: 0.2")
    status = min(cpu_seconds(["git", "status"], folder) for _ in range(3))
    changed = min(cpu_seconds([MLSPEC, "plan"], folder) for _ in range(3))
    row(f"mlspec plan, {number} models, one changed", f"{changed / status:.1f} x git status", "6")
    row("peak memory", f"{peak_memory([MLSPEC, 'plan'], folder):.0f} MB", "250 MB")


def _commit(folder: str) -> None:
    open(os.path.join(folder, "mlspec.toml"), "w").close()
    with open(os.path.join(folder, ".gitignore"), "w", encoding="utf-8") as ignored:
        ignored.write(".mlspec/\n__pycache__/\n")
    who = ["-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], [*who, "commit", "-q", "-m", "all"]):
        subprocess.run(["git", *words], cwd=folder, check=True)


def _edit(path: str, old: str, new: str) -> None:
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(old, new))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
