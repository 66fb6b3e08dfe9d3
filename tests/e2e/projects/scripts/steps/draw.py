"""Draw points along a line, whose slope a file tells."""

import os
import random
import sys
from pathlib import Path

out, rows, month = sys.argv[1:]
slope = float(Path("slope.txt").read_text())
noise = random.Random(month)
assert os.environ["UNIT"] == 'mm "exact"'
with open(out, "w") as file:
    for number in range(int(rows)):
        x = number / int(rows)
        print(x, slope * x + float(os.environ["NOISE"]) * noise.random(), file=file)
