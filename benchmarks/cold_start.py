"""What one command costs, as a multiple of a bare interpreter's CPU time.

python benchmarks/cold_start.py
"""

import os
import shutil
import tempfile

from measuring import MLSPEC, ratio_to_bare, row

HERE = os.path.dirname(os.path.abspath(__file__))


def main() -> None:
    """Measure on a copy of the example project."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(HERE, os.pardir, "specs"), os.path.join(folder, "specs"))
        open(os.path.join(folder, "mlspec.toml"), "w").close()
        spec = os.path.join(folder, "specs/flight-delay/mlproject.yaml")
        row("mlspec --version", f"{ratio_to_bare([MLSPEC, '--version'], folder):.1f} x bare", "2")
        row(
            "mlspec validate, one spec",
            f"{ratio_to_bare([MLSPEC, 'validate', 'flight-delay'], folder):.1f} x bare",
            "25",
        )
        compile_anew = [MLSPEC, "compile", "flight-delay", "--force"]
        row("mlspec compile, one spec, all work done", f"{ratio_to_bare(compile_anew, folder):.1f} x bare", "25")
        row("mlspec compile, nothing changed", f"{ratio_to_bare([MLSPEC, 'compile'], folder):.1f} x bare", "-")
        with open(spec, encoding="utf-8") as file:
            text = file.read()
        with open(spec, "w", encoding="utf-8") as file:
            file.write(text.replace("retries: 2", "retrys: 2"))
        row(
            "mlspec validate, a bad spec",
            f"{ratio_to_bare([MLSPEC, 'validate', 'flight-delay'], folder):.1f} x bare",
            "25",
        )


if __name__ == "__main__":
    main()
