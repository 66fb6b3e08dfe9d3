"""What a repository of many specs costs, each with three modules of its own of 300 lines.

Half of a cold compile parses Python, so it hangs on how the interpreter was built: name that beside the figure.

python benchmarks/many_specs.py [NUMBER]
"""

import os
import sys
import tempfile

from measuring import MLSPEC, cpu_seconds, peak_memory, row

SPEC = """\
mlspec: 1
name: model-{number}
description: The model number {number}.
owner: team-{number}
runtime: {{python: "3.11", source: [src], requirements: requirements.txt}}
tracking: {{mlflow: {{experiment: model-{number}}}}}
data:
  training:
    run: model_{number}.data:load
    params: {{start: {{as_of: -6mo, floor: month}}, rows: {number}}}
    version: "{number}"
    columns:
      id: {{type: string, role: id}}
      hour: {{type: integer, min: 0, max: 23}}
      distance: {{type: number, min: 0, unit: mi}}
      carrier: {{type: category}}
      origin: {{type: category, values: [EWR, JFK, LGA]}}
      late: {{type: integer, values: [0, 1], role: target}}
    split: {{holdout: 20%, seed: 7, stratify: late}}
predicts: {{column: late, kind: binary, positive: 1}}
train:
  run: model_{number}.training:train
  params: {{learning_rate: 0.1, max_iter: {number}}}
  retries: 2
evaluate:
  run: model_{number}.training:evaluate
  champion: {{alias: champion, score: again}}
  gates: [roc_auc >= 0.74, roc_auc >= champion.roc_auc - 0.005]
register: {{name: model-{number}, flavor: sklearn}}
environments:
  staging: {{builds: true, alias: staging}}
  production: {{after: staging, alias: champion, approval: true}}
"""
FUNCTION = """

def transform_{index}(frame: dict, factor: float = {index}.5) -> dict:
    \"\"\"Scale what is known and count what is not.\"\"\"
    total = 0
    for name, value in sorted(frame.items()):
        if value is None:
            total += 1  # nothing to scale
        else:
            frame[name] = value * factor + {index}
    return {{**frame, "missing_{index}": total}}
"""
HEADS = {
    "data": "from datetime import date\n\nfrom model_{number} import features\n\n\n"
    "def load(start: date, rows: int) -> list:\n    return [features.transform_1({{}}), start, rows]\n",
    "features": "import math\n\nSCALE = math.pi * {number}\n",
    "training": "from model_{number} import features\n\n\n"
    "def train(training: list, learning_rate: float, max_iter: int) -> object:\n"
    "    return features.transform_2({{'a': learning_rate}}, max_iter)\n\n\n"
    "def evaluate(model: object, holdout: list) -> dict:\n    return {{'roc_auc': features.SCALE}}\n",
}


def main(number: int) -> None:
    """Generate, compile cold, unchanged, with one module changed, and with a warm cache and no file of the output."""
    with tempfile.TemporaryDirectory() as folder:
        write_projects(folder, number)
        open(os.path.join(folder, "mlspec.toml"), "w").close()
        cold = cpu_seconds([MLSPEC, "compile"], folder)
        row(f"compile {number} specs cold", f"{cold:.2f} s CPU", "8 s for 1,000")
        again = cpu_seconds([MLSPEC, "compile"], folder)
        row("compile again, nothing changed", f"{again:.2f} s CPU", "cold / 10")
        with open(os.path.join(folder, "specs/model-1/src/model_1/data.py"), "a", encoding="utf-8") as file:
            file.write("\n\ndef another() -> int:\n    return 1\n")
        one = cpu_seconds([MLSPEC, "compile"], folder)
        row("compile again, one module changed", f"{one:.2f} s CPU", "-")
        # Moved, not removed: ext4 searches long for inodes where thousands were given up a moment before.
        os.rename(os.path.join(folder, "generated"), os.path.join(folder, "generated-before"))
        warm = cpu_seconds([MLSPEC, "compile"], folder)
        row("compile all with a warm cache", f"{warm:.2f} s CPU", "3 s for 1,000")
        os.rename(os.path.join(folder, ".mlspec"), os.path.join(folder, ".mlspec-before"))
        row("peak memory, cold", f"{peak_memory([MLSPEC, 'compile'], folder):.0f} MB", "250 MB")


def write_projects(folder: str, number: int) -> None:
    """Generate so many specs with their code."""
    for index in range(1, number + 1):
        _write_project(folder, index)


def _write_project(folder: str, number: int) -> None:
    project = os.path.join(folder, f"specs/model-{number}")
    package = os.path.join(project, f"src/model_{number}")
    os.makedirs(package)
    _write(os.path.join(project, "mlproject.yaml"), SPEC.format(number=number))
    _write(os.path.join(project, "requirements.txt"), "scikit-learn==1.9.1\npandas==3.0.6\nmlflow==3.17.2\n")
    _write(os.path.join(package, "__init__.py"), "")
    for name, head in HEADS.items():
        text = head.format(number=number)
        index = 0
        while text.count("\n") < 300:
            index += 1
            text += FUNCTION.format(index=index)
        _write(os.path.join(package, f"{name}.py"), text)


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
