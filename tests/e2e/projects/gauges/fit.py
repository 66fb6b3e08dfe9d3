"""The height from which there is a flood."""

import csv
import sys
from pathlib import Path

with open(sys.argv[1], newline="") as file:
    floods = [float(row["height"]) for row in csv.DictReader(file) if row["flood"] == "1"]
Path("build/limit.txt").write_text(str(min(floods, default=2)))
